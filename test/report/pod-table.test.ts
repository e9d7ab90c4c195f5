import { describe, expect, test } from "vitest";
import { readRun } from "../../src/analysis/read-run.ts";
import { podTable } from "../../src/report/pod-table.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const HEAD = "apiVersion: jobsim.dev/v1\nkind: Scenario\n";
const PAIR =
  "initContainers: [{ name: check, image: a }], containers: [{ name: main, image: a }, { name: log, image: a }]";

/** The columns EXIT, COUNTED AS and NOTE of the first pod. */
function lastColumns(pod: string, rest: string): string {
  const job = `{ apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { backoffLimit: ${pod.includes("OnFailure") ? 6 : 0}, template: { spec: { ${pod.includes("restartPolicy") ? "" : "restartPolicy: Never, "}${pod} } } } }`;
  const until = rest.includes("until:") ? "" : "until: 2h\n";
  const text = `${HEAD}${until}jobs: [{ manifest: ${job} }]\n${rest}`;
  const { plan } = loadScenario({ text, file: "scenario.yaml", readFile: () => "" });
  const { jobs, endMs } = readRun(simulate(plan));
  const [life] = jobs;
  if (life === undefined) throw new Error("the Job is missing");
  const [heads = "", first = ""] = podTable(life, { endMs });
  return first.slice(heads.indexOf("RAN") + 3).trim();
}

describe("what the table says about a pod that failed", () => {
  test("the container that failed, if the pod has several", () => {
    expect(lastColumns(PAIR, "pods: { default: { containers: { log: { exit: 3 } } } }")).toBe(
      "3   failed       exit of log",
    );
    expect(lastColumns(PAIR, "pods: { default: { containers: { check: { exit: 42 } } } }")).toBe(
      "42   failed       exit of check",
    );
    expect(lastColumns("containers: [{ name: main, image: a }]", "pods: { default: { exit: 1 } }")).toBe("1   failed");
  });

  test("the reason of the kubelet", () => {
    const pod = "activeDeadlineSeconds: 60, containers: [{ name: main, image: a }]";
    expect(lastColumns(pod, "pods: { default: { run: 5m } }")).toBe("143   failed       DeadlineExceeded");
    expect(lastColumns("containers: [{ name: main, image: a }]", "pods: { default: { rejected: OutOfcpu } }")).toMatch(
      /failed +OutOfcpu$/,
    );
  });

  describe("that a probe killed it, which its status does not say", () => {
    const probed = (rest = "") =>
      `containers: [{ name: main, image: a, livenessProbe: { periodSeconds: 10, exec: { command: [x] } }${rest} }]`;
    const failing = (more: string) => `pods: { default: { run: 10m, containers: { main: { ${more} } } } }`;

    test("whatever its code is, and which probe it was", () => {
      expect(lastColumns(probed(), failing("liveness: 1m"))).toBe("143   failed       killed by its liveness probe");
      expect(lastColumns(probed(), failing("liveness: 1m, onTerm: { exit: 0 }"))).toBe(
        "0   succeeded    killed by its liveness probe",
      );
      const startup = ", startupProbe: { periodSeconds: 5, failureThreshold: 2, exec: { command: [x] } }";
      expect(lastColumns(probed(startup), failing("startup: never"))).toMatch(/failed +killed by its startup probe$/);
    });

    test("how often, if it was restarted", () => {
      const pod = `restartPolicy: OnFailure, ${probed()}`;
      expect(lastColumns(pod, `${failing("liveness: 1m")}\nuntil: 4m`)).toMatch(
        /^2 +143 +still running +killed by its liveness probe 2 times$/,
      );
      const once =
        "pods: { default: { containers: { main: { runs: [{ run: 10m, exit: 1 }, { run: 5s }], liveness: 1m } } } }";
      expect(lastColumns(pod, once)).toMatch(/^1 +0 +succeeded +before: killed by its liveness probe$/);
    });

    test("which container, if another one failed", () => {
      const pod = `${probed().slice(0, -1)}, { name: log, image: a }]`;
      const rest = "pods: { default: { containers: { main: { run: 10m, liveness: 1m }, log: { run: 2m } } } }";
      expect(lastColumns(pod, rest)).toMatch(/exit of main, killed by its liveness probe$/);
      expect(
        lastColumns(
          pod,
          rest.replace("2m", "2m, exit: 3").replace("liveness: 1m", "liveness: 1m, onTerm: { exit: 0 }"),
        ),
      ).toMatch(/exit of log, main killed by its liveness probe$/);
    });
  });

  test("that it was disrupted, also if its condition has no reason", () => {
    const rest = "pods: { default: { exit: 1, conditions: [{ type: DisruptionTarget }] } }";
    expect(lastColumns("containers: [{ name: main, image: a }]", rest)).toBe("1   failed       disrupted");
  });

  test("not that its object was evicted after it had ended", () => {
    const rest =
      "cluster: { nodes: [{ name: node, count: 2 }], drains: [{ node: node-0, at: 1m }, { node: node-1, at: 1m }] }";
    expect(lastColumns("containers: [{ name: main, image: a }]", rest)).not.toContain("disrupted");
  });
});
