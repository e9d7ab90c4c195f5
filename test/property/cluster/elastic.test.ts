/** On random clusters with pools that scale, a queue and work that survives: nothing is exceeded, all gets done. */

import { describe, expect, test } from "vitest";
import { NODE } from "../../../src/api/kinds/node.ts";
import type { Job } from "../../../src/api/types.ts";
import { isCommitOf } from "../../../src/apiserver/log.ts";
import { randomStream } from "../../../src/engine/random.ts";
import { digestOf } from "../../../src/simulation/digest.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";
import { type Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";
import { overbooked } from "./oracle.ts";

const SEEDS = Array.from({ length: 25 }, (_none, seed) => seed);
const MINUTE_MS = 60_000;
const QUOTA = 8;
const RESTORE_MS = 30_000;
/** Containers start and end on whole seconds of their node. */
const SLACK_MS = 2_000;

interface World {
  readonly plan: SimulationPlan;
  readonly most: number;
  readonly least: number;
  readonly workMs: number;
}

function worldOf(seed: number): World {
  const draw = randomStream("elastic", String(seed));
  const below = (n: number) => Math.floor(draw() * n);
  const [most, least, minutes] = [2 + below(4), below(2), 10 + below(30)];
  const jobs = Array.from({ length: 3 + below(5) }, (_none, at) => {
    const [pods, cpu, priority] = [1 + below(4), 1 + below(2), below(2) === 0 ? "low" : "high"];
    const labels = `{kueue.x-k8s.io/queue-name: team, kueue.x-k8s.io/priority-class: ${priority}}`;
    const container = `{name: main, image: x, resources: {requests: {cpu: ${cpu}}}}`;
    const template = `{spec: {restartPolicy: Never, containers: [${container}]}}`;
    const counts = `completionMode: Indexed, completions: ${pods}, parallelism: ${pods}, backoffLimit: 1000`;
    const spec = `{suspend: true, ${counts}, template: ${template}}`;
    const manifest = `{apiVersion: batch/v1, kind: Job, metadata: {name: job-${at}, labels: ${labels}}, spec: ${spec}}`;
    return `- {at: ${below(60)}m, manifest: ${manifest}}`;
  });
  const spot = below(2) === 0 ? `, spot: {lifetime: ${45 + below(60)}m}` : "";
  const pool = `{min: ${least}, max: ${most}, startAfter: 2m, scaleDownAfter: ${2 + below(8)}m}${spot}`;
  const preemption = below(2) === 0 ? "LowerPriority" : "Never";
  const text = [
    "apiVersion: jobsim.dev/v1",
    "kind: Scenario",
    `seed: ${seed}`,
    "until: 48h",
    "priorityClasses: {low: 1, high: 1000}",
    "jobs:",
    ...jobs,
    `queues: [{name: team, preemption: ${preemption}, flavors: [{quota: {cpu: ${QUOTA}}}]}]`,
    `pods: {default: {start: 0s, work: {total: ${minutes}m, checkpointEvery: 3m, restoreTakes: 30s}}}`,
    `cluster: {nodes: [{name: worker, capacity: {cpu: 4, memory: 8Gi, pods: 8}, pool: ${pool}}]}`,
  ].join("\n");
  return { plan: load(text).plan, most, least, workMs: minutes * MINUTE_MS };
}

function isDone({ status }: Job): boolean {
  return status.conditions?.some(({ type, status: is }) => type === "Complete" && is === "True") === true;
}

/** What admitted Jobs may use at once, at its most. */
function mostAdmitted({ log }: Simulation): number {
  const admitted = new Map<string, number>();
  let most = 0;
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "jobs") continue;
    const { spec, status, metadata } = entry.object;
    const isAdmitted = entry.type !== "DELETED" && spec.suspend !== true && !isDone(entry.object);
    const cpu = Number(spec.template.spec.containers[0]?.resources?.requests?.cpu);
    const left = (spec.completions ?? 0) - (status.succeeded ?? 0);
    admitted.set(metadata.name, isAdmitted ? left * cpu : 0);
    most = Math.max(
      most,
      [...admitted.values()].reduce((sum, part) => sum + part, 0),
    );
  }
  return most;
}

/** How many nodes there were at once, at their most, and at their fewest after the first. */
function nodeCounts({ log }: Simulation): { most: number; gone: number } {
  const present = new Set<string>();
  let [most, gone] = [0, 0];
  for (const entry of log.entries) {
    if (!isCommitOf(NODE, entry)) continue;
    const { name } = entry.object.metadata;
    if (entry.type === "DELETED") {
      present.delete(name);
      gone++;
    } else present.add(name);
    most = Math.max(most, present.size);
  }
  return { most, gone };
}

/** How long the pods of each index ran, in turn. */
function runsOf({ log }: Simulation): Map<string, { readonly ms: number; readonly isLast: boolean }[]> {
  const starts = new Map<string, number>();
  const runs = new Map<string, { ms: number; isLast: boolean }[]>();
  for (const entry of log.entries) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    const { metadata, status } = entry.object;
    const { uid, labels = {} } = metadata;
    if (status.phase === "Running" && !starts.has(uid)) starts.set(uid, entry.timeMs);
    const startedMs = starts.get(uid);
    const isLast = status.phase === "Succeeded";
    if (startedMs === undefined || (!isLast && status.phase !== "Failed" && entry.type !== "DELETED")) continue;
    if (startedMs === Number.POSITIVE_INFINITY) continue;
    starts.set(uid, Number.POSITIVE_INFINITY);
    const index = `${labels["job-name"]}/${labels["batch.kubernetes.io/job-completion-index"]}`;
    runs.set(index, [...(runs.get(index) ?? []), { ms: entry.timeMs - startedMs, isLast }]);
  }
  return runs;
}

const WORLDS = SEEDS.map((seed) => ({ seed, world: worldOf(seed) }));
const PLAYED = WORLDS.map(({ seed, world }) => ({ seed, world, run: simulate(world.plan) }));

describe.each(PLAYED)("an elastic cluster under seed $seed", ({ world, run }) => {
  test("has no node above what it has, and no more nodes than its pool", () => {
    expect(overbooked(run)).toEqual([]);
    expect(nodeCounts(run).most).toBeLessThanOrEqual(world.most);
  });

  test("admits no more than the quota of its queue", () => {
    expect(mostAdmitted(run)).toBeLessThanOrEqual(QUOTA);
  });

  test("gets all work done, none of it in less time than it takes", () => {
    expect([...run.server.jobs.jobs].filter((job) => !isDone(job)).map(({ metadata }) => metadata.name)).toEqual([]);
    for (const [index, runs] of runsOf(run)) {
      const total = runs.reduce((sum, { ms }) => sum + ms, 0);
      expect(total, index).toBeGreaterThanOrEqual(world.workMs - SLACK_MS);
      const last = runs.find(({ isLast }) => isLast);
      expect(last?.ms, index).toBeLessThanOrEqual(world.workMs + RESTORE_MS + SLACK_MS);
    }
  });

  test("plays the same again", () => {
    expect(digestOf(simulate(world.plan).log.entries)).toBe(digestOf(run.log.entries));
  });
});

test("elastic clusters grow, shrink, interrupt work and let Jobs wait", () => {
  const interrupted = PLAYED.filter(({ run }) => [...runsOf(run).values()].some((runs) => runs.length > 1));
  const full = PLAYED.filter(({ run }) => mostAdmitted(run) > QUOTA - 2);
  expect(interrupted.length).toBeGreaterThan(3);
  expect(full.length).toBeGreaterThan(3);
  expect(PLAYED.filter(({ run }) => nodeCounts(run).gone > 0).length).toBeGreaterThan(10);
});
