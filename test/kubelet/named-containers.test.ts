/** What a scenario leaves out about a named container is as if the container was not named. */

import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const TEMPLATE =
  "template: { spec: { restartPolicy: Never, initContainers: [{ name: check, image: a }], containers: [{ name: main, image: a }, { name: log, image: a }] } }";

/** How each container of the first pod ended: seconds from the creation of the pod, and exit code. */
function ends(pods: string): Readonly<Record<string, readonly [seconds: number, exitCode: number]>> {
  const text = `{ apiVersion: jobsim.dev/v1, kind: Scenario, pods: { default: ${pods} }, jobs: [{ manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { backoffLimit: 0, ${TEMPLATE} } } }] }`;
  const { plan } = loadScenario({ text, file: "scenario.yaml", readFile: () => "" });
  const found: Record<string, readonly [number, number]> = {};
  for (const entry of simulate(plan).log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const { initContainerStatuses = [], containerStatuses = [] } = entry.object.status;
    for (const { name, state } of [...initContainerStatuses, ...containerStatuses]) {
      const { finishedAt, exitCode } = state?.terminated ?? {};
      if (finishedAt === undefined || exitCode === undefined) continue;
      found[name] = [(Date.parse(finishedAt) - plan.epochMs) / 1000, exitCode];
    }
  }
  return found;
}

describe("a named container", () => {
  test("that only has an exit code runs as long as if it was not named", () => {
    expect(ends("{ containers: { check: { exit: 42 } } }")).toEqual({ check: [1, 42] });
    expect(ends("{ run: 1m, containers: { main: { exit: 3 } } }")).toMatchObject({ main: [61, 3], log: [61, 0] });
  });

  test("that only has an exit code ends with the first container, and with its own code", () => {
    expect(ends("{ run: 1m, containers: { log: { exit: 3 } } }")).toMatchObject({ main: [61, 0], log: [61, 3] });
  });

  test("that only has a run time ends with the exit code of the pod if it is the first, and others with 0", () => {
    const containers = "{ main: { run: 1m }, log: { run: 30s } }";
    expect(ends(`{ exit: 5, containers: ${containers} }`)).toMatchObject({ main: [61, 5], log: [31, 0] });
  });

  test("has from the default what a rule leaves out", () => {
    const rule = "rules: [{ match: { ordinal: 0 }, containers: { main: { exit: 3 } } }]";
    const pods = `{ run: 1m, containers: { main: { run: 20s }, log: { run: 30s } } }, ${rule}`;
    expect(ends(pods)).toMatchObject({ main: [21, 3], log: [31, 0] });
  });

  test("that runs out of memory does so, however long the pod runs", () => {
    expect(ends("{ run: 10s, containers: { main: { oomAt: 30s } } }")).toMatchObject({ main: [31, 137] });
  });
});

describe("a rule", () => {
  const under = (default_: string, rule: string) => ends(`${default_}, rules: [{ match: { ordinal: 0 }, ${rule} }]`);

  test("wins with its exit code over the one that the default gives the first container by name", () => {
    expect(under("{ containers: { main: { exit: 3 } } }", "exit: 7")).toMatchObject({ main: [11, 7] });
    const attempts = "{ containers: { main: { runs: [{ run: 20s, exit: 3 }] } } }";
    expect(under(attempts, "exit: 7")).toMatchObject({ main: [21, 7] });
  });

  test("wins with its run time, and leaves other containers alone", () => {
    const containers = "{ containers: { main: { run: 1m, exit: 3 }, log: { run: 5s, exit: 4 } } }";
    expect(under(containers, "run: 30s")).toMatchObject({ main: [31, 3], log: [6, 4] });
  });

  test("wins over the first container that the default names", () => {
    const containers = "{ container: log, containers: { main: { run: 5s, exit: 3 }, log: { run: 8s, exit: 4 } } }";
    expect(under(containers, "exit: 7")).toMatchObject({ main: [6, 3], log: [9, 7] });
  });

  test("does not win over what it says of the container by name itself", () => {
    const rule = "exit: 7, containers: { main: { exit: 9 } }";
    expect(under("{ containers: { main: { exit: 3 } } }", rule)).toMatchObject({ main: [11, 9] });
  });

  test("with a run time leaves out of memory what runs for longer, and nothing else", () => {
    const containers = "{ containers: { main: { run: 5s, oomAt: 20s } } }";
    expect(under(containers, "run: 30s")).toMatchObject({ main: [21, 137] });
    expect(under(containers, "run: 15s")).toMatchObject({ main: [16, 0] });
  });
});
