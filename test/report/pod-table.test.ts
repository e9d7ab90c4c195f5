import { describe, expect, test } from "vitest";
import { readRun } from "../../src/analysis/read-run.ts";
import { podTable } from "../../src/report/pod-table.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const HEAD = "apiVersion: jobsim.dev/v1\nkind: Scenario\nuntil: 2h\n";
const PAIR =
  "initContainers: [{ name: check, image: a }], containers: [{ name: main, image: a }, { name: log, image: a }]";

/** The columns EXIT, COUNTED AS and NOTE of the first pod. */
function lastColumns(pod: string, rest: string): string {
  const job = `{ apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { backoffLimit: 0, template: { spec: { restartPolicy: Never, ${pod} } } } }`;
  const text = `${HEAD}jobs: [{ manifest: ${job} }]\n${rest}`;
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
