/** Events about pods. */

import { z } from "zod";

import { EVICTION_CAUSES } from "../../kubelet/kubelet-end.ts";
import type { PodActions } from "../../simulation/actions/pod-actions.ts";
import { compileCondition } from "../compile-condition.ts";
import { conditionSchema } from "../schema-pods.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at, jobName as job, podName as pod } from "./parts.ts";
import { jobText, podText } from "./written-names.ts";

/** Why a pod is disrupted, and the message that the responsible component puts into its condition. */
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
    "Reason of the DisruptionTarget condition: EvictionByEvictionAPI (kubectl drain; if absent), PreemptionByScheduler, DeletionByTaintManager or DeletionByDeviceTaintManager.",
  );

const timestamp = z.string().min(1).optional();

/** As given by a client of a server, including times. */
const datedCondition = conditionSchema
  .extend({
    lastProbeTime: timestamp.describe("When it was last probed, in RFC 3339."),
    lastTransitionTime: timestamp.describe("When it last changed, in RFC 3339; the instant of the event if absent."),
  })
  .meta({ id: "DatedCondition", description: "A condition that is added to a pod." });

/** How a file says that there is no grace period. */
function forced(force: boolean | undefined): { readonly force?: true } {
  return force === true ? { force: true } : {};
}

const evict = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("evict").describe("Gives the pod the condition DisruptionTarget, then deletes it."),
      pod: pod.describe("The pod that is disrupted."),
      reason: evictionReason,
      condition: datedCondition.optional().describe("The whole condition, if it is another one. Give it or reason."),
      force: z.boolean().optional().describe("With grace period 0; false if absent."),
    })
    .describe("The cluster disrupts a pod."),
  (event, context) => {
    const { reason = "EvictionByEvictionAPI" } = event;
    if (event.reason !== undefined && event.condition !== undefined) {
      context.problem("condition", "has its own reason; leave out one of reason and condition");
    }
    const usual = { type: "DisruptionTarget", status: "True", reason, message: EVICTION_MESSAGES[reason] } as const;
    const condition =
      event.condition === undefined ? usual : { ...compileCondition(event.condition), ...timesOf(event.condition) };
    const atMs = context.durationMs("at", event.at);
    return context
      .pods(event.pod)
      .map((ref) => ({ atMs, op: "disruptPod", pod: ref, condition, ...forced(event.force) }));
  },
);

const evictByKubelet = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("evictByKubelet")
        .describe("The kubelet ends the pod: the node is short of a resource, or the pod exceeds its own limit."),
      pod: pod.describe("The pod that is evicted."),
      cause: z
        .enum(EVICTION_CAUSES)
        .describe(
          "memoryPressure or diskPressure of the node (DisruptionTarget with TerminationByKubelet), or a limit of the pod itself (none): podStorageLimit, containerStorageLimit or emptyDirLimit.",
        ),
      message: z.string().min(1).optional().describe("Message of the status; the kubelet's usual one if absent."),
    })
    .describe("A kubelet evicts a pod: it is Failed with reason Evicted, and stays."),
  (event, context) => {
    const atMs = context.durationMs("at", event.at);
    const { cause, message } = event;
    const told = message === undefined ? {} : { message };
    return context.pods(event.pod).map((ref) => ({ atMs, op: "evictByKubelet", pod: ref, cause, ...told }));
  },
);

const deletePod = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("deletePod").describe("Deletes the pod, as kubectl delete pod does."),
      pod: pod.describe("The pod that is deleted."),
      force: z.boolean().optional().describe("With grace period 0, as kubectl delete --force does; false if absent."),
    })
    .describe("A user deletes a pod: no disruption, so failure policies do not see one."),
  (event, context) => {
    const atMs = context.durationMs("at", event.at);
    return context.pods(event.pod).map((ref) => ({ atMs, op: "deletePod", pod: ref, ...forced(event.force) }));
  },
);

const patchPod = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("patchPod")
        .describe("Changes the pod, including its status, as a node or a user's controller does."),
      pod: pod.describe("The pod that is changed."),
      patch: z
        .record(z.string(), z.unknown())
        .describe("Strategic merge patch, for example {status: {phase: Failed}}."),
    })
    .describe("Somebody patches a pod."),
  (event, context) => {
    const atMs = context.durationMs("at", event.at);
    return context.pods(event.pod).map((ref) => ({ atMs, op: "patchPod", pod: ref, patch: event.patch }));
  },
);

const createPod = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("createPod").describe("Creates a pod that the selector of the Job matches."),
      job,
      name: z.string().min(1).describe("Name of the pod, also for later events."),
      owned: z.boolean().optional().describe("Whether the Job is its controller; false if absent."),
      manifest: z
        .record(z.string(), z.unknown())
        .describe("The pod, including its status; the labels of the selector are added. Events say what it does."),
    })
    .describe("Somebody creates a pod manually."),
  ({ at: when, name: id, job: owner, owned = false, manifest }, context) => [
    { atMs: context.durationMs("at", when), op: "createPod", id, job: context.job(owner), owned, manifest },
  ],
);

const bindPod = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("bindPod").describe("Binds the pod to a node, as your own scheduler does."),
      pod: pod.describe("The pod that is bound."),
      node: z.string().min(1).describe("Name of the node."),
    })
    .describe("A scheduler other than the cluster's binds a pod."),
  (event, context) => {
    const atMs = context.durationMs("at", event.at);
    return context.pods(event.pod).map((ref) => ({ atMs, op: "bindPod", pod: ref, node: event.node }));
  },
);

function timesOf({ lastProbeTime, lastTransitionTime }: z.infer<typeof datedCondition>) {
  return {
    ...(lastProbeTime === undefined ? {} : { lastProbeTime }),
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
  };
}

/** Events about pods, by their actions. */
export const POD_EVENTS = { evict, evictByKubelet, deletePod, patchPod, createPod, bindPod } as const;

export const POD_WRITERS: ActionWriters<keyof PodActions> = {
  disruptPod: ({ pod: ref, condition, force }) => ({
    action: "evict",
    pod: podText(ref),
    condition: { ...condition },
    ...forced(force),
  }),
  evictByKubelet: ({ pod: ref, cause, message }) => ({
    action: "evictByKubelet",
    pod: podText(ref),
    cause,
    ...(message === undefined ? {} : { message }),
  }),
  deletePod: ({ pod: ref, force }) => ({ action: "deletePod", pod: podText(ref), ...forced(force) }),
  patchPod: ({ pod: ref, patch }) => ({ action: "patchPod", pod: podText(ref), patch }),
  bindPod: ({ pod: ref, node }) => ({ action: "bindPod", pod: podText(ref), node }),
  createPod: ({ id, job: owner, owned, manifest }) => ({
    action: "createPod",
    job: jobText(owner),
    name: id,
    ...(owned ? { owned } : {}),
    manifest,
  }),
};
