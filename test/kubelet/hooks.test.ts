/** Lifecycle hooks: how long they take, and those that cannot be run. */

import { describe, expect, test } from "vitest";
import { fieldNotes } from "../../src/analysis/field-classes/notes.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

function load(lifecycle: string, behaviour = "") {
  const container = `{ name: main, image: a, lifecycle: ${lifecycle} }`;
  const spec = `{ activeDeadlineSeconds: 10, backoffLimit: 0, template: { spec: { restartPolicy: Never, containers: [${container}] } } }`;
  const text = `{ apiVersion: jobsim.dev/v1, kind: Scenario, pods: { default: { run: 1m, containers: { main: { ${behaviour} } } } }, jobs: [{ manifest: { apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: ${spec} } }] }`;
  return loadScenario({ text, file: "scenario.yaml", readFile: () => "" });
}

/** Seconds from the creation of the Job until its pod is gone, and the reasons of the pod's Events. */
function play(lifecycle: string, behaviour?: string) {
  const { plan } = load(lifecycle, behaviour);
  const { log } = simulate(plan, { podEvents: true });
  const last = log.entries.findLast((entry) => entry.kind === "commit" && entry.resource === "pods");
  const reasons = log.entries.flatMap((entry) => (entry.kind === "event" ? [entry.reason] : []));
  return { seconds: (last?.timeMs ?? 0) / 1000, reasons };
}

describe("a preStop hook", () => {
  test("that is a request takes the time that the scenario gives it, of the grace period", () => {
    const hook = "{ preStop: { httpGet: { path: /stop, port: 80 } } }";
    const atOnce = play(hook).seconds;
    expect(play(hook, "preStop: 12s").seconds).toBe(atOnce + 12);
    // Thirty seconds of grace, and SIGKILL two seconds after SIGTERM.
    expect(play(hook, "preStop: 5m, onTerm: ignore").seconds).toBe(atOnce + 31);
  });

  test("of which nothing says how long it takes has a note, until the scenario does", () => {
    const hook = "{ preStop: { exec: { command: [save] } } }";
    expect(fieldNotes(load(hook))).toEqual([
      "takes no time: preStop.exec of container main of Job a; in a cluster it would use up part of the grace period, and the pod would end later; to play that: pods.default.containers.main.preStop: 5s",
    ]);
    expect(fieldNotes(load(hook, "preStop: 5s"))).toEqual([]);
    expect(fieldNotes(load("{ preStop: { sleep: { seconds: 5 } } }"))).toEqual([]);
    expect(fieldNotes(load("{ preStop: { exec: { command: [sh, -c, sleep 5] } } }"))).toEqual([]);
  });

  test("that no kubelet can run is left out, with an Event", () => {
    const { reasons } = play("{ preStop: { tcpSocket: { port: 80 } } }");
    expect(reasons).toContain("FailedPreStopHook");
  });
});

describe("a postStart hook", () => {
  test("that no kubelet can run kills its container", () => {
    const { reasons, seconds } = play("{ postStart: { tcpSocket: { port: 80 } } }");
    expect(reasons).toContain("FailedPostStartHook");
    expect(seconds).toBeLessThan(10);
  });
});
