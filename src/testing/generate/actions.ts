/** Random things that users and nodes do to Jobs and their pods. */

import type { JsonObject } from "../../api/json.ts";
import type { PodRef, TimedAction } from "../../simulation/plan.ts";
import { between, type Choices, chance, pick, type Source, several } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { type DrawnJob, NAMESPACE } from "./job.ts";
import { drawDuration } from "./pod-rules.ts";
import { DISRUPTION } from "./policies.ts";
import type { Scale } from "./scale.ts";

function podRef(source: Source, { name, indexed, completions }: DrawnJob): PodRef {
  const job = { namespace: NAMESPACE, name };
  if (indexed && chance(source, 50))
    return { job, index: source.below(Math.max(1, completions ?? 1)), attempt: source.below(2) };
  return { job, ordinal: source.below(5) };
}

type Draw = (source: Source, job: DrawnJob, atMs: number) => TimedAction | TimedAction[];

function patch(job: DrawnJob, atMs: number, spec: JsonObject): TimedAction {
  return { atMs, op: "patchJob", job: { namespace: NAMESPACE, name: job.name }, patch: { spec } };
}

/** Suspends; usually a resumption follows. */
const suspend: Draw = (source, job, atMs) => {
  const actions = [patch(job, atMs, { suspend: true })];
  if (chance(source, 85)) actions.push(patch(job, atMs + drawDuration(source, 30_000), { suspend: false }));
  return actions;
};

/** Changes the size; sometimes changes it again at once, before the controller has looked. */
const resize: Draw = (source, job, atMs) => {
  const parallelism = () => patch(job, atMs, { parallelism: source.below(5) });
  if (!job.indexed || chance(source, 40)) return parallelism();
  const { completions = 0 } = job;
  // Half of the new sizes are smaller: what was done beyond them is forgotten.
  const size = between(source, 1, chance(source, 50) ? completions + 2 : Math.max(1, completions - 1));
  const resized = patch(job, atMs, { completions: size, parallelism: size });
  return chance(source, 20) ? [resized, parallelism()] : resized;
};

const editLimits: Draw = (source, job, atMs) =>
  patch(
    job,
    atMs,
    pick<JsonObject>(source, [
      { backoffLimit: source.below(6) },
      { activeDeadlineSeconds: between(source, 1, 120) },
      { ttlSecondsAfterFinished: source.below(60) },
    ]),
  );

const deleteJob: Draw = (source, job, atMs) => ({
  atMs,
  op: "deleteJob",
  job: { namespace: NAMESPACE, name: job.name },
  propagation: pick(source, ["Foreground", "Background", "Orphan"]),
});

const recreateJob: Draw = (source, job, atMs) => ({
  atMs,
  op: "recreateJob",
  job: { namespace: NAMESPACE, name: job.name },
  downMs: chance(source, 40) ? 0 : drawDuration(source, 10_000),
});

const deletePod: Draw = (source, job, atMs) => ({
  atMs,
  op: "deletePod",
  pod: podRef(source, job),
  force: chance(source, 20),
});

const disruptPod: Draw = (source, job, atMs) => ({
  atMs,
  op: "disruptPod",
  pod: podRef(source, job),
  condition: DISRUPTION,
  force: chance(source, 10),
});

const restart: Draw = (source, _job, atMs) => ({
  atMs,
  op: "restartController",
  downMs: chance(source, 40) ? 0 : drawDuration(source, 30_000),
});

const POD_EDITS: Choices<JsonObject> = [
  { metadata: { finalizers: null } },
  { metadata: { labels: { "batch.kubernetes.io/controller-uid": "someone-else" } } },
  { metadata: { ownerReferences: null } },
  { metadata: { annotations: { "batch.kubernetes.io/job-completion-index": "1" } } },
];

/** The process dies between two effects of a sync. */
const crash: Draw = (source, _job, atMs) => ({
  atMs,
  op: "restartController",
  downMs: chance(source, 60) ? 0 : drawDuration(source, 30_000),
  crash: true,
});

/** Changes what only the controller should: the finalizer, the labels, the owner, the index. */
const editPod: Draw = (source, job, atMs) => ({
  atMs,
  op: "patchPod",
  pod: podRef(source, job),
  patch: pick(source, POD_EDITS),
});

/** Somebody writes another phase: a kubelet that restarts does, and so do manual tests (issue 58711). */
const flipPhase: Draw = (source, job, atMs) => ({
  atMs,
  op: "patchPod",
  pod: podRef(source, job),
  patch: { status: { phase: pick(source, ["Failed", "Succeeded", "Running", "Pending"]) } },
});

const userPod: Draw = (source, job, atMs) => ({
  atMs,
  op: "createPod",
  id: `by-hand-${atMs}`,
  job: { namespace: NAMESPACE, name: job.name },
  owned: chance(source, 50),
  manifest: {
    metadata: job.indexed
      ? { annotations: { "batch.kubernetes.io/job-completion-index": String(source.below(4)) } }
      : {},
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] },
    status: { phase: pick(source, ["Pending", "Running", "Succeeded", "Failed"]) },
  },
});

const editStatus: Draw = (source, job, atMs) => ({
  atMs,
  op: "putJobStatus",
  job: { namespace: NAMESPACE, name: job.name },
  status: { active: source.below(3), failed: source.below(3), ready: 0, terminating: 0 },
});

const DRAWS = {
  suspend: { draw: suspend, most: 2 },
  resize: { draw: resize, most: 3 },
  editLimits: { draw: editLimits, most: 2 },
  deleteJob: { draw: deleteJob, most: 1 },
  recreateJob: { draw: recreateJob, most: 2 },
  deletePods: { draw: deletePod, most: 4 },
  disruptions: { draw: disruptPod, most: 3 },
  restarts: { draw: restart, most: 4 },
  crashes: { draw: crash, most: 6 },
  editPods: { draw: editPod, most: 3 },
  phaseFlips: { draw: flipPhase, most: 3 },
  userPods: { draw: userPod, most: 3 },
  editStatus: { draw: editStatus, most: 2 },
} as const;

/** What happens to the Jobs, in the order of time. */
export function drawActions(
  source: Source,
  features: FeatureSet,
  { activeMs }: Scale,
  jobs: readonly [DrawnJob, ...DrawnJob[]],
): TimedAction[] {
  const actions: TimedAction[] = [];
  for (const feature of DRAW_NAMES) {
    if (!features.has(feature)) continue;
    const { draw, most } = DRAWS[feature];
    for (const drawn of several(source, 1, most, () =>
      draw(source, pick(source, jobs), drawDuration(source, activeMs)),
    )) {
      actions.push(...[drawn].flat());
    }
  }
  return actions.sort((a, b) => a.atMs - b.atMs);
}

const DRAW_NAMES = [
  "suspend",
  "resize",
  "editLimits",
  "deleteJob",
  "recreateJob",
  "deletePods",
  "disruptions",
  "restarts",
  "crashes",
  "editPods",
  "phaseFlips",
  "userPods",
  "editStatus",
] as const satisfies readonly (keyof typeof DRAWS)[];
