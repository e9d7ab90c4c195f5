/** Which trials a replay file may hold. */

import { z } from "zod";
import type { Trial } from "./trial.ts";

/** Virtual times stay far below what the event loop can order. */
const MAX_MS = 10 ** 12;
/** More nodes, pods or requests than any trial has. */
const MAX_COUNT = 100_000;
const ms = z.number().int().min(0).max(MAX_MS);
const text = z.string();
const object = z.record(z.string(), z.unknown());
const jobRef = z.strictObject({ namespace: text, name: text });
const podRef = z.union([
  z.strictObject({ job: jobRef, index: z.number(), attempt: z.number() }),
  z.strictObject({ job: jobRef, ordinal: z.number() }),
  z.strictObject({ id: text }),
]);
const condition = z.strictObject({
  type: text,
  status: z.enum(["True", "False", "Unknown"]),
  reason: text.optional(),
  message: text.optional(),
  lastProbeTime: text.optional(),
  lastTransitionTime: text.optional(),
});

const action = z.discriminatedUnion("op", [
  z.strictObject({ atMs: ms, op: z.literal("createJob"), manifest: object }),
  z.strictObject({ atMs: ms, op: z.literal("patchJob"), job: jobRef, patch: object }),
  z.strictObject({
    atMs: ms,
    op: z.literal("deleteJob"),
    job: jobRef,
    propagation: z.enum(["Foreground", "Background", "Orphan"]),
  }),
  z.strictObject({ atMs: ms, op: z.literal("deletePod"), pod: podRef, force: z.boolean().optional() }),
  z.strictObject({ atMs: ms, op: z.literal("disruptPod"), pod: podRef, condition, force: z.boolean().optional() }),
  z.strictObject({ atMs: ms, op: z.literal("restartController"), downMs: ms, crash: z.boolean().optional() }),
  z.strictObject({
    atMs: ms,
    op: z.literal("createPod"),
    id: text,
    job: jobRef,
    owned: z.boolean(),
    manifest: object,
  }),
  z.strictObject({ atMs: ms, op: z.literal("patchPod"), pod: podRef, patch: object }),
  z.strictObject({ atMs: ms, op: z.literal("putJobStatus"), job: jobRef, status: object }),
  z.strictObject({ atMs: ms, op: z.literal("recreateJob"), job: jobRef, downMs: ms }),
]);

const delay = z.union([ms, z.literal("never")]);
const script = {
  scheduleMs: delay,
  startMs: delay,
  readyMs: delay.optional(),
  runMs: ms.optional(),
  exitCode: z.number().int(),
  container: text.optional(),
  conditions: z.array(condition).optional(),
  restarts: z.array(z.strictObject({ runMs: ms, exitCode: z.number().int() })).optional(),
  terminationMs: ms,
  terminationExitCode: z.number().int(),
};
const rule = z.strictObject({
  job: text.optional(),
  index: z.number().optional(),
  attempt: z.number().optional(),
  ordinal: z.number().optional(),
  script: z.strictObject(script).partial(),
});

const resource = z.enum(["jobs", "pods"]);
const fault = z.strictObject({
  fromMs: ms,
  toMs: ms,
  verb: z.enum(["create", "update", "patch", "delete"]),
  resource,
  error: z.enum(["internal", "conflict", "notfound", "forbidden", "timeout"]),
});
const disturbance = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lostAnswers"), atMs: ms, count: z.number().int().min(0) }),
  z.strictObject({ kind: z.literal("crash"), atMs: ms, afterWrites: z.number().int().min(0), downMs: ms }),
  z.strictObject({ kind: z.literal("stall"), atMs: ms, resource, forMs: ms }),
  z.strictObject({ kind: z.literal("relist"), atMs: ms, resource, forMs: ms, behindMs: ms.optional() }),
  z.strictObject({ kind: z.literal("oldList"), atMs: ms, resource, forMs: ms, behindMs: ms }),
  z.strictObject({ kind: z.literal("late"), atMs: ms, resource, forMs: ms, byMs: ms }),
  z.strictObject({ kind: z.literal("repeat"), atMs: ms, resource, forMs: ms }),
  z.strictObject({ kind: z.literal("overlap"), atMs: ms, forMs: ms }),
]);

const count = z.number().int().min(0).max(MAX_COUNT);
const quota = z.strictObject({ fromMs: ms, toMs: ms, namespace: text.optional(), pods: count });
const controllerManager = z.strictObject({
  concurrentJobSyncs: z.number().int().min(1).max(MAX_COUNT).optional(),
  kubeApi: z.strictObject({ qps: z.number().positive(), burst: z.number().int().min(1).max(MAX_COUNT) }).optional(),
  terminatedPodThreshold: count.optional(),
});
const nodes = z.strictObject({
  count: z.number().int().min(1).max(MAX_COUNT),
  slots: z.number().int().min(1).max(MAX_COUNT),
  outages: z.array(
    z.strictObject({ atMs: ms, node: text, kind: z.enum(["drain", "loss", "removal"]), downMs: ms.optional() }),
  ),
});

const trialSchema = z.strictObject({
  seed: text,
  actions: z.array(action),
  pods: z.strictObject({ default: z.strictObject(script), rules: z.array(rule) }),
  watchLagMs: z.strictObject({ jobs: ms.optional(), pods: ms.optional() }).optional(),
  apiLatencyMs: ms.optional(),
  faults: z.array(fault).optional(),
  disturbances: z.array(disturbance).optional(),
  quotas: z.array(quota).optional(),
  controllerManager: controllerManager.optional(),
  nodes: nodes.optional(),
  switches: object.optional(),
});

/** Reads a trial; the answer names each field that is wrong. */
export function checkTrial(value: unknown): { readonly trial: Trial } | { readonly problems: readonly string[] } {
  const result = trialSchema.safeParse(value);
  if (result.success && isTrial(value)) return { trial: value };
  const issues = result.error?.issues ?? [];
  return { problems: issues.map(({ path, message }) => `trial.${path.join(".")}: ${message}`) };
}

/** What the schema accepts is a trial: TypeScript cannot see that, because absent keys are not `undefined` there. */
function isTrial(value: unknown): value is Trial {
  return typeof value === "object" && value !== null;
}
