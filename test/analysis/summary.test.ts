import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { transitions } from "../../src/analysis/changes/transitions.ts";
import { type JobSummary, type RunSummary, summarize } from "../../src/analysis/summary.ts";
import { parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { type Simulation, simulate } from "../../src/simulation/simulation.ts";
import { manifest } from "../cli/helpers.ts";

function play(
  file: string,
  text = readFileSync(file, "utf8"),
  flags: Parameters<typeof parseFlags>[0] = {},
): Simulation {
  return simulate(loadScenario({ text, file, readFile: () => "", flags: parseFlags(flags) }).plan);
}

function onlyJob({ jobs }: RunSummary): JobSummary {
  const [job] = jobs;
  if (job === undefined || jobs.length > 1) throw new Error(`${jobs.length} Jobs`);
  return job;
}

const scenario = (name: string) => onlyJob(summarize(play(`sim-scenarios/${name}.yaml`)));

describe("the summary of a run", () => {
  test("describes a Job that succeeds: when it was created, started and finished, and what its pods used", () => {
    expect(scenario("first-run")).toMatchObject({
      outcome: "Complete",
      reason: "CompletionsReached",
      createdMs: 0,
      startedMs: 0,
      finishedMs: 66_000,
      makespanMs: 66_000,
      pods: { created: 3, succeeded: 3, failed: 0, ignored: 0, notCounted: 0, inProgress: 0, retried: 0 },
      podSecondsUsed: 96,
      podSecondsWasted: 0,
    });
  });

  test("counts a retry for each pod that replaces a failed one", () => {
    expect(scenario("always-failing").pods).toMatchObject({ created: 7, failed: 7, retried: 6 });
    expect(scenario("pod-replacement").pods).toMatchObject({ created: 3, succeeded: 2, failed: 1, retried: 1 });
  });

  test("counts no retry for pods that are created again after a suspension", () => {
    const { pods, podSecondsWasted } = scenario("suspend-resume");
    expect(pods).toMatchObject({ created: 6, succeeded: 4, notCounted: 2, retried: 0 });
    expect(podSecondsWasted).toBe(18);
  });

  test("distinguishes failures that the policy ignores from those that count", () => {
    expect(scenario("spot-preemption").pods).toMatchObject({ ignored: 3, failed: 3, succeeded: 5, retried: 3 });
  });

  test("counts pods that a success policy ends neither as succeeded nor as failed, but their time as wasted", () => {
    const { pods, podSecondsUsed, podSecondsWasted } = scenario("leader-success-policy");
    expect(pods).toMatchObject({ succeeded: 1, failed: 0, notCounted: 3 });
    expect({ podSecondsUsed, podSecondsWasted }).toEqual({ podSecondsUsed: 196, podSecondsWasted: 150 });
  });

  test("keeps the state of a deleted Job, and who deleted it", () => {
    expect(scenario("ttl-clean-up")).toMatchObject({
      outcome: "Deleted",
      deleted: { atMs: 94_000, by: "ttl-controller", was: "Complete" },
    });
    expect(scenario("manual-deletion")).toMatchObject({
      outcome: "Deleted",
      deleted: { atMs: 300_000, by: "user", was: "Running" },
    });
  });

  test("counts pods of a run that is stopped as in progress, and none of their time as wasted", () => {
    const job = onlyJob(summarize(play("job.yaml", manifest("slow"), { run: "1h", until: "10m" })));
    expect(job).toMatchObject({ outcome: "Running", pods: { created: 1, inProgress: 1 } });
    expect(job).toMatchObject({ podSecondsUsed: 600, podSecondsWasted: 0 });
  });

  test("adds up several Jobs", () => {
    const text = `${manifest("a")}---\n${manifest("b", "backoffLimit: 0", "suspend: true")}`;
    expect(summarize(play("job.yaml", text)).totals).toMatchObject({
      jobs: 2,
      complete: 1,
      failed: 0,
      unfinished: 1,
      pods: { created: 1, succeeded: 1 },
    });
  });

  test("agrees with the counters of the status in every scenario that counts failures", () => {
    for (const name of ["flaky-pods", "poison-index", "deadline", "crash-loop", "work-queue", "spot-preemption"]) {
      const { pods, finalStatus } = scenario(name);
      expect([name, pods.succeeded, pods.failed]).toEqual([name, finalStatus.succeeded ?? 0, finalStatus.failed ?? 0]);
    }
  });
});

describe("the transitions of a run", () => {
  test("include every status write with its changes, in order", () => {
    const found = transitions(play("sim-scenarios/first-run.yaml"));
    expect(found.map(({ atMs }) => atMs)).toEqual(found.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    const writes = found.filter((transition) => transition.kind === "status");
    expect(writes[1]).toEqual({
      kind: "status",
      atMs: 3_000,
      job: { namespace: "default", name: "hello" },
      by: "job-controller",
      changes: [{ field: "ready", before: 0, after: 2 }],
      conditions: [],
    });
    expect(writes.at(-1)?.conditions).toEqual([
      {
        type: "Complete",
        status: "True",
        reason: "CompletionsReached",
        message: "Reached expected number of succeeded pods",
      },
    ]);
  });

  test("name uncounted pods by index and attempt", () => {
    const found = transitions(play("sim-scenarios/poison-index.yaml"));
    expect(JSON.stringify(found)).toContain('{"field":"uncountedTerminatedPods.failed","before":[],"after":["3/0"]}');
  });

  test("include actions of users: patches, deletions, evictions", () => {
    const kinds = (name: string) =>
      transitions(play(`sim-scenarios/${name}.yaml`))
        .filter(({ kind }) => kind !== "status" && kind !== "event" && kind !== "created")
        .map((transition) => ({ ...transition }));
    expect(kinds("suspend-resume")).toMatchObject([
      { kind: "patched", atMs: 40_000, changes: [{ field: "spec.suspend", before: false, after: true }] },
      { kind: "patched", atMs: 300_000, changes: [{ field: "spec.suspend", before: true, after: false }] },
    ]);
    expect(kinds("manual-deletion")).toMatchObject([
      { kind: "podRemoved", pod: "#0", force: false },
      { kind: "podRemoved", pod: "#1", force: true },
      { kind: "deletion", by: "user", propagation: "Background" },
      { kind: "gone" },
    ]);
    expect(kinds("spot-preemption")[0]).toMatchObject({ pod: "0/0", disruption: "DeletionByTaintManager" });
  });

  test("include refusals of the API server, with the message", () => {
    const text = [
      "apiVersion: jobsim.dev/v1",
      "kind: Scenario",
      "jobs:",
      `  - manifest: ${JSON.stringify({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] } } } })}`,
      "events:",
      "  - { at: 1s, action: patch, patch: { spec: { completions: 5 } } }",
      "  - { at: 2s, action: patch, patch: { spec: { parallelism: 1 } } }",
      "  - { at: 3s, action: restartController, down: 2s }",
    ].join("\n");
    const found = transitions(play("s.yaml", text)).filter(({ kind }) => kind !== "status" && kind !== "event");
    expect(found).toMatchObject([
      { kind: "created" },
      { kind: "refused", by: "user", verb: "patch", message: expect.stringContaining("field is immutable") },
      { kind: "patched", changes: [] },
      { kind: "controllers", atMs: 3_000, change: "stopped" },
      { kind: "controllers", atMs: 5_000, change: "started" },
    ]);
  });
});
