/**
 * Trials with fewer places than pods, where urgent Jobs come and drive others off the nodes; in some, pods have work
 * that goes on from a checkpoint when they are interrupted.
 */

import { fixed } from "../../engine/distribution.ts";
import { NO_RULES, type PodRules } from "../../kubelet/behaviour/rules.ts";
import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import type { SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { between, chance, pick, type Source, several } from "../source.ts";
import { NAMESPACE, URGENT } from "./job.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

/** Number of urgent Jobs, of pods in each, and of pods that a node has room for. */
const [MOST_JOBS, MOST_PODS, MOST_ROOM] = [2, 2, 2];
const WORK_PERCENT = 40;

/** Makes the nodes of a trial few and small, and adds Jobs with a priority above all others. */
export function withCrowd(source: Source, scale: Scale, trial: SimulationPlan): SimulationPlan {
  const nodes = Array.from({ length: between(source, 1, 2) }, (_none, at) => ({
    name: `node-${at}`,
    room: { pods: between(source, 1, MOST_ROOM) },
  }));
  const rush = several(source, 1, MOST_JOBS, () => drawDuration(source, scale.busyMs));
  const actions = [...trial.actions, ...rush.map((atMs, at) => rushJob(source, `rush-${at}`, atMs))];
  return {
    ...trial,
    actions: actions.sort((a, b) => a.atMs - b.atMs),
    priorityClasses: { ...trial.priorityClasses, high: 1000 },
    // What happens to the nodes of a trial that has some already is about those.
    cluster: trial.cluster ?? { nodes, imagePullMs: 0, outages: [] },
    ...(chance(source, WORK_PERCENT) ? { pods: withWork(source, scale, trial.pods) } : {}),
  };
}

function rushJob(source: Source, name: string, atMs: number): TimedAction {
  const pods = between(source, 1, MOST_PODS);
  const spec = { parallelism: pods, completions: pods, template: URGENT.Never };
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: NAMESPACE }, spec };
  return { atMs, op: "createJob", manifest };
}

/** Pods that no rule is about have work that takes as long as a pod may run. */
function withWork(source: Source, { runMs }: Scale, { default: given, ...pods }: PodRules = NO_RULES): PodRules {
  const work: WorkTraits = {
    total: fixed(drawDuration(source, runMs)),
    checkpointEveryMs: pick(source, [5_000, 1_000, 20_000]),
    restoreTakesMs: pick(source, [0, 1_000]),
    of: pick(source, ["pod", "job"]),
  };
  return { ...pods, default: { ...given, work } };
}
