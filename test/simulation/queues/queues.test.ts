import { describe, expect, test } from "vitest";
import { summarize } from "../../../src/analysis/summary.ts";
import { writeScenario } from "../../../src/scenario/write/write-scenario.ts";
import { digestOf } from "../../../src/simulation/digest.ts";
import { type Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";

interface QueuedJob {
  readonly name: string;
  readonly at?: string;
  readonly pods?: number;
  readonly cpu?: number;
  readonly priority?: string;
  readonly suspend?: boolean;
}

function jobText({ name, at = "0s", pods = 1, cpu = 1, priority, suspend = true }: QueuedJob): string {
  const labels = [
    "kueue.x-k8s.io/queue-name: team",
    ...(priority === undefined ? [] : [`kueue.x-k8s.io/priority-class: ${priority}`]),
  ];
  const template = `{spec: {restartPolicy: Never, containers: [{name: main, image: x, resources: {requests: {cpu: ${cpu}}}}]}}`;
  const spec = `{suspend: ${suspend}, backoffLimit: 0, parallelism: ${pods}, completions: ${pods}, template: ${template}}`;
  return `- {at: ${at}, manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: ${name}, labels: {${labels.join(", ")}}}, spec: ${spec}}}`;
}

function textOf(queue: string, jobs: readonly QueuedJob[], rest = "pods: {default: {start: 0s, run: 10m}}"): string {
  return [
    "apiVersion: jobsim.dev/v1",
    "kind: Scenario",
    "until: 10h",
    "priorityClasses: {low: 1, high: 1000}",
    "jobs:",
    ...jobs.map(jobText),
    `queues: [{name: team, ${queue}}]`,
    rest,
  ].join("\n");
}

function play(...args: Parameters<typeof textOf>): Simulation {
  return simulate(load(textOf(...args)).plan);
}

/** When each Job first had pods, in minutes. */
function starts({ log }: Simulation): Record<string, number> {
  const found: Record<string, number> = {};
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods" || entry.type !== "ADDED") continue;
    const owner = entry.object.metadata.ownerReferences?.[0]?.name ?? "";
    found[owner] ??= Math.round(entry.timeMs / 60_000);
  }
  return found;
}

function events({ log }: Simulation, job: string): string[] {
  return log.entries.flatMap((entry) =>
    entry.kind === "event" && entry.actor === "kueue" && entry.regarding.name === job
      ? [`${entry.reason}: ${entry.message}`]
      : [],
  );
}

const QUOTA = "flavors: [{quota: {cpu: 4}}]";

test("a Job that fits is admitted at once, others when quota is free, in the order of their creation", () => {
  const run = play(QUOTA, [
    { name: "a", pods: 3 },
    { name: "b", at: "1s", pods: 3 },
    { name: "c", at: "2s", pods: 3 },
  ]);
  expect(starts(run)).toEqual({ a: 0, b: 10, c: 20 });
  expect(summarize(run).totals).toMatchObject({ complete: 3 });
  expect(events(run, "b")).toEqual([
    "Pending: couldn't assign flavors to pod set main: insufficient unused quota for cpu in flavor default, 2 more needed",
    "Started: Admitted by clusterQueue team",
  ]);
});

test("a small Job overtakes one that does not fit, unless the queue is strict", () => {
  const jobs = [
    { name: "a", pods: 3 },
    { name: "large", at: "1s", pods: 4 },
    { name: "small", at: "2s" },
  ];
  expect(starts(play(QUOTA, jobs))).toMatchObject({ small: 0, large: 10 });
  expect(starts(play(`${QUOTA}, strategy: StrictFIFO`, jobs))).toMatchObject({ large: 10, small: 20 });
});

test("the Job of higher priority is admitted first", () => {
  const run = play(QUOTA, [
    { name: "a", pods: 4 },
    { name: "low", at: "1s", pods: 4, priority: "low" },
    { name: "high", at: "2s", pods: 4, priority: "high" },
  ]);
  expect(starts(run)).toEqual({ a: 0, high: 10, low: 20 });
});

test("a Job that can never fit waits, with a message", () => {
  const run = play(QUOTA, [
    { name: "huge", pods: 5 },
    { name: "other", at: "1s" },
  ]);
  expect(starts(run)).toEqual({ other: 0 });
  expect(events(run, "huge")[0]).toContain("request > maximum capacity");
});

test("a limit without a request counts as a request", () => {
  const text = textOf(QUOTA, [
    { name: "a", pods: 3 },
    { name: "b", at: "1s", pods: 3 },
  ]).replaceAll("requests:", "limits:");
  expect(starts(simulate(load(text).plan))).toEqual({ a: 0, b: 10 });
});

describe("preemption", () => {
  const jobs: readonly QueuedJob[] = [
    { name: "low", pods: 3, priority: "low" },
    { name: "high", at: "5m", pods: 3, priority: "high" },
  ];
  const run = play(`${QUOTA}, preemption: LowerPriority`, jobs);

  test("suspends a Job of lower priority, which starts again afterwards and loses no retry", () => {
    expect(starts(run)).toEqual({ low: 0, high: 5 });
    const told = events(run, "low");
    expect(told[0]).toBe("Started: Admitted by clusterQueue team");
    expect(told[1]).toMatch(
      /^Stopped: Preempted to accommodate a workload \(UID: .+\) due to prioritization in the ClusterQueue$/,
    );
    expect(told.at(-1)).toBe("Started: Admitted by clusterQueue team");
    const { jobs: summaries } = summarize(run);
    expect(summaries.map(({ outcome }) => outcome)).toEqual(["Complete", "Complete"]);
  });

  test("only happens in queues that allow it", () => {
    expect(starts(play(QUOTA, jobs))).toEqual({ low: 0, high: 10 });
  });

  test("has as few victims as possible", () => {
    const many = ["one", "two", "three"].map((name, at) => ({ name, at: `${at}s`, pods: 1, priority: "low" }));
    const found = play(`${QUOTA}, preemption: LowerPriority`, [
      ...many,
      { name: "high", at: "5m", pods: 2, priority: "high" },
    ]);
    const stopped = many.filter(({ name }) => events(found, name).some((text) => text.startsWith("Stopped")));
    // The one that was admitted last.
    expect(stopped.map(({ name }) => name)).toEqual(["three"]);
  });
});

test("flavours are tried in order, and pods select their labels", () => {
  const flavors =
    "flavors: [{name: a, quota: {cpu: 2}, nodeLabels: {pool: a}}, {name: b, quota: {cpu: 2}, nodeLabels: {pool: b}}]";
  const run = play(flavors, [
    { name: "one", pods: 2 },
    { name: "two", at: "1s", pods: 2 },
  ]);
  const selected = [...run.server.jobs.jobs].map(({ spec }) => spec.template.spec.nodeSelector);
  expect(selected).toEqual([{ pool: "a" }, { pool: "b" }]);
  expect(starts(run)).toEqual({ one: 0, two: 0 });
});

test("a Job whose pods do not become ready in time is evicted and requeued with a back-off", () => {
  const ready = "waitForPodsReady: {timeout: 5m, requeueAfter: 60s, limit: 2}";
  const run = play(`${QUOTA}, ${ready}`, [{ name: "a" }], "pods: {default: {start: never}}");
  const at = run.log.entries.flatMap((entry) =>
    entry.kind === "event" && entry.actor === "kueue" ? [`${entry.reason} ${Math.round(entry.timeMs / 60_000)}`] : [],
  );
  expect(at).toEqual(["Started 0", "Stopped 5", "Started 6", "Stopped 11", "Started 13", "Stopped 18"]);
  expect(events(run, "a")[1]).toBe("Stopped: Exceeded the PodsReady timeout default/a");
});

test("no other Job is admitted before all pods are ready, if the queue waits for that", () => {
  const ready = "waitForPodsReady: {blockAdmission: true}";
  const run = play(`${QUOTA}, ${ready}`, [{ name: "a" }, { name: "b" }], "pods: {default: {start: 2m, run: 10m}}");
  expect(starts(run)).toEqual({ a: 0, b: 2 });
});

test("a Job that is not created suspended waits anyway", () => {
  const run = play(QUOTA, [
    { name: "a", pods: 4, suspend: false },
    { name: "b", at: "1s", pods: 4, suspend: false },
  ]);
  expect(starts(run)).toEqual({ a: 0, b: 10 });
});

describe.each(Array.from({ length: 20 }, (_none, seed) => seed))("queues under seed %i", (seed) => {
  const jobs = Array.from({ length: 8 }, (_none, at): QueuedJob => {
    const mix = (seed * 31 + at * 17) % 97;
    return { name: `j${at}`, at: `${(mix * 7) % 40}m`, pods: 1 + (mix % 4), priority: mix % 3 === 0 ? "high" : "low" };
  });
  const strategy = seed % 2 === 0 ? "StrictFIFO" : "BestEffortFIFO";
  const preemption = ["Never", "LowerPriority", "LowerOrNewerEqualPriority"][seed % 3];
  const text = textOf(`${QUOTA}, strategy: ${strategy}, preemption: ${preemption}`, jobs);
  const run = simulate(load(text).plan);

  test("never exceed the quota, and every Job gets its turn", () => {
    const pods = new Map<string, number>();
    const most = Math.max(
      ...run.log.entries.map((entry) => {
        if (entry.kind === "commit" && entry.resource === "pods") {
          const { metadata, spec, status } = entry.object;
          // Kueue gives quota back when a Job has no active pods: those that terminate do not count.
          const isGoing = metadata.deletionTimestamp !== undefined;
          const isOver =
            isGoing || entry.type === "DELETED" || status.phase === "Succeeded" || status.phase === "Failed";
          if (isOver) pods.delete(metadata.uid);
          else pods.set(metadata.uid, Number(spec.containers[0]?.resources?.requests?.cpu ?? 0));
        }
        return [...pods.values()].reduce((sum, cpus) => sum + cpus, 0);
      }),
    );
    expect(most).toBeLessThanOrEqual(4);
    expect(summarize(run).totals).toMatchObject({ complete: 8 });
  });

  test("play the same from a file that is written from the plan", () => {
    const again = load(JSON.stringify(writeScenario(run.plan))).plan;
    expect(digestOf(simulate(again).log.entries)).toBe(digestOf(run.log.entries));
  });
});
