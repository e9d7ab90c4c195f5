/** Schema of `events`: what users and the cluster do while the Job runs. */

import { z } from "zod";

import { DISTURBANCE_EVENTS } from "./schema-disturbances.ts";
import { indexListSchema } from "./schema-pods.ts";
import { durationSchema } from "./schema-time.ts";

const at = durationSchema.describe("When, counted from the start of the run.");
const job = z
  .string()
  .optional()
  .describe('Name of the Job (or "namespace/name"); may be left out where the scenario has one Job only.');

const pod = z
  .strictObject({
    job,
    index: indexListSchema("Completion index (Indexed Jobs); several make one event each.").optional(),
    attempt: z.number().int().nonnegative().optional().describe("Which pod of the index: 0, the first, where absent."),
    ordinal: indexListSchema("Position in the order of creation, from 0; several make one event each.").optional(),
    name: z.string().min(1).optional().describe("Name of a pod that createPod created."),
  })
  .meta({
    id: "PodName",
    description:
      "A pod that the Job created: index and attempt, or ordinal; or one of createPod: name. One that does not exist is skipped.",
  });

/** Why a pod is disrupted, and the message that its condition gets from the component that does it. */
export const EVICTION_MESSAGES = {
  EvictionByEvictionAPI: "Eviction API: evicting",
  PreemptionByScheduler: "default-scheduler: preempting to accommodate a higher priority pod",
  DeletionByTaintManager: "Taint manager: deleting due to NoExecute taint",
  DeletionByDeviceTaintManager: "Device Taint manager: deleting due to NoExecute taint",
} as const;

const evictionReason = z
  .enum(["EvictionByEvictionAPI", "PreemptionByScheduler", "DeletionByTaintManager", "DeletionByDeviceTaintManager"])
  .optional()
  .describe(
    "Reason of the DisruptionTarget condition: EvictionByEvictionAPI (kubectl drain; where absent), PreemptionByScheduler, DeletionByTaintManager or DeletionByDeviceTaintManager.",
  );

export const eventSchema = z.discriminatedUnion("action", [
  z
    .strictObject({
      at,
      action: z.literal("patch").describe("Changes the Job, as kubectl patch does."),
      job,
      patch: z
        .record(z.string(), z.unknown())
        .describe("Strategic merge patch, for example {spec: {parallelism: 8}}; null removes a field."),
    })
    .describe("A user patches the Job."),
  z
    .strictObject({ at, action: z.literal("suspend").describe("Sets spec.suspend to true."), job })
    .describe("A user suspends the Job: its pods are deleted."),
  z
    .strictObject({ at, action: z.literal("resume").describe("Sets spec.suspend to false."), job })
    .describe("A user resumes the Job."),
  z
    .strictObject({
      at,
      action: z.literal("delete").describe("Deletes the Job."),
      job,
      propagation: z
        .enum(["Background", "Foreground", "Orphan"])
        .optional()
        .describe("What becomes of its pods; Background where absent, as with kubectl delete."),
    })
    .describe("A user deletes the Job."),
  z
    .strictObject({
      at,
      action: z.literal("evict").describe("Gives the pod the condition DisruptionTarget, then deletes it."),
      pod: pod.describe("The pod that is disrupted."),
      reason: evictionReason,
    })
    .describe("The cluster disrupts a pod."),
  z
    .strictObject({
      at,
      action: z.literal("deletePod").describe("Deletes the pod, as kubectl delete pod does."),
      pod: pod.describe("The pod that is deleted."),
      force: z
        .boolean()
        .optional()
        .describe("With grace period 0, as kubectl delete --force does; false where absent."),
    })
    .describe("A user deletes a pod: no disruption, so failure policies do not see one."),
  z
    .strictObject({
      at,
      action: z.literal("patchPod").describe("Changes the pod, its status too, as a node or a user's controller does."),
      pod: pod.describe("The pod that is changed."),
      patch: z
        .record(z.string(), z.unknown())
        .describe("Strategic merge patch, for example {status: {phase: Failed}}."),
    })
    .describe("Somebody patches a pod."),
  z
    .strictObject({
      at,
      action: z.literal("createPod").describe("Creates a pod that the selector of the Job matches."),
      job,
      name: z.string().min(1).describe("Name of the pod, also for events that come later."),
      owned: z.boolean().optional().describe("Whether the Job is its controller; false where absent."),
      manifest: z
        .record(z.string(), z.unknown())
        .describe("The pod, its status too; the labels of the selector are added. What it does is up to events."),
    })
    .describe("Somebody creates a pod by hand."),
  z
    .strictObject({
      at,
      action: z.literal("putStatus").describe("Replaces the status of the Job, as a PUT of its status does."),
      job,
      status: z.record(z.string(), z.unknown()).describe("The whole status, for example {active: 1, failed: 2}."),
    })
    .describe("A user writes the status of a Job."),
  z
    .strictObject({
      at,
      action: z.literal("restartController").describe("Stops the Job controller; it comes back with an empty memory."),
      down: durationSchema.optional().describe("How long it is away; 0s where absent."),
      crash: z
        .boolean()
        .optional()
        .describe("Dies with the syncs that run, instead of finishing them first; false where absent."),
    })
    .describe("The controller manager restarts."),
  ...DISTURBANCE_EVENTS,
]);

export type EventInput = z.infer<typeof eventSchema>;
export type PodNameInput = z.infer<typeof pod>;
