/** Rules of the Job controller: when pods are created, and what holds their creation back. */

import type { RuleId } from "../../../controller/job/decisions.ts";
import type { Rule } from "./rule.ts";

export const CREATION_RULES = {
  "job-started": {
    title: "The first sync starts the clock of the Job",
    text: "startTime is set: the Job is not suspended and had none",
    kind: "acts",
    source: "status.startTime",
    more: "activeDeadlineSeconds counts from here. A Job that is created suspended gets its startTime when it is resumed.",
  },
  "managed-elsewhere": {
    title: "Another controller is in charge",
    text: "the Job is left alone: managedBy is {managedBy}",
    kind: "waits",
    source: "spec.managedBy",
    more: "The built-in controller creates no pod and writes no status of such a Job.",
    holds: { managedBy: "on" },
    formerly: [{ where: { managedBy: "dropped" }, text: "managedBy is dropped when the Job is created" }],
  },
  "pods-created": {
    title: "Pods are missing and are created",
    text: "{count} created: {wanted} wanted, {active} active{replacing}",
    kind: "acts",
    source: "spec.parallelism, spec.completions",
    more: "The wanted number is that of the completions that are left, at most parallelism; without completions, it is parallelism until the first success. At most 500 pods are created in one sync.",
    formerly: [
      { where: { jobUpdateDelay: "none" }, text: "if more than 500 are missing, the next sync follows immediately" },
      { where: { replaceAfterTermination: "never" }, text: "terminating pods never delay a replacement" },
      {
        where: { replaceAfterTermination: "podFailurePolicy" },
        text: "terminating pods delay replacements only if there is a podFailurePolicy",
      },
    ],
  },
  "enough-pods": {
    title: "There are as many pods as wanted",
    text: "no pod is created: {active} of {wanted} wanted are active",
    kind: "waits",
    source: "spec.parallelism; kubernetes/kubernetes#101584",
    more: "A pod that is Pending, because it cannot be scheduled or its image cannot be pulled, is active: it is neither replaced nor counted as failed. Only activeDeadlineSeconds ends such a Job.",
  },
  "work-queue-done": {
    title: "A work queue runs out after its first success",
    text: "no pod is created: completions is not set, and {succeeded} succeeded; {active} are still active",
    kind: "waits",
    source: "spec.completions",
    more: "Without completions, a success means that the queue is empty: running pods continue, no pod is added, and the Job completes when all have ended.",
    formerly: [
      {
        where: { completionCountsRest: true },
        text: "pods that still run when the Job completes because it was suspended count as failed",
      },
    ],
  },
  "backoff-of-job": {
    title: "New pods wait after failures",
    text: "no pod is created before {untilAt}: {failures} failed since the last success, which waits {delayMs} from the latest failure",
    kind: "waits",
    source: "kubernetes/kubernetes#114768, #118615",
    more:
      "The delay is 10s, doubled with each failed pod since the last success, at most 10m. It counts pods that " +
      "fail together one by one, counts ignored failures too, and holds back every creation of the Job. A " +
      "restart of the controller forgets it.",
    holds: { backoffSource: "finishTime" },
    formerly: [
      {
        where: { backoffSource: "retries" },
        text: "a failed pod is replaced in the sync that sees it; after earlier failures that sync is delayed by 10s, 20s, 40s … 360s, unless something else triggers it",
      },
      { where: { backoffSource: "finishTime", backoffCap: "360s" }, text: "the delay is at most 6m" },
      {
        where: { activeDuringBackoff: "zero", backoffSource: "finishTime" },
        text: "status.active is 0 during the delay",
      },
      {
        where: { activeDuringBackoff: "zero", strictStatusValidation: "strict" },
        text: "if another pod is Ready, that status is refused, and failures are not counted until the delay is over",
      },
      {
        where: { sidecarFinishTime: false, backoffSource: "finishTime" },
        text: "the delay counts from the end of the containers, not counting sidecars",
      },
      {
        where: { deleteDropsBackoff: false },
        text: "a Job that is immediately recreated under the same name may inherit the delay",
      },
    ],
  },
  "backoff-of-index": {
    title: "An index waits for its retry",
    text: "no pod is created before {untilAt}: every index that is left is in back-off after its own failures ({indexes})",
    kind: "waits",
    source: "spec.backoffLimitPerIndex",
    more:
      "With backoffLimitPerIndex each index waits for its own failures only: 10s, 20s, 40s, at most 10m. An " +
      "index that waits still counts against parallelism: no higher index starts in its place.",
    holds: { backoffLimitPerIndex: "on" },
    formerly: [
      {
        where: { backoffLimitPerIndex: "on", sidecarFinishTime: false },
        text: "the delay counts from the end of the containers, not counting sidecars",
      },
    ],
  },
  "replaced-after-termination": {
    title: "A terminating pod is replaced when it has ended",
    text: "not replaced yet: {terminating} still terminating, and podReplacementPolicy {policy} waits for their end",
    kind: "waits",
    source: "spec.podReplacementPolicy; kubernetes/kubernetes#115844",
    more: "With podReplacementPolicy Failed, or with a pod failure policy, a pod that is being deleted still counts against parallelism. Otherwise it is replaced at once, and both run for a while.",
    holds: { replaceAfterTermination: ["podFailurePolicy", "full"] },
    formerly: [
      {
        where: { replaceAfterTermination: "never" },
        text: "a terminating pod is replaced immediately",
      },
      {
        where: { replaceAfterTermination: "podFailurePolicy" },
        text: "it applies only if there is a podFailurePolicy",
      },
    ],
  },
  "expectations-open": {
    title: "The controller waits to see its own pods",
    text: "pods are not managed in this sync: creations or deletions of an earlier one are not seen yet",
    kind: "waits",
    source: "kubernetes/kubernetes#130103, #142142",
    more: "Otherwise a lagging watch could make the controller create pods twice. Expectations expire after five minutes.",
  },
  "cache-behind": {
    title: "The caches lack the controller's own writes",
    text: "the sync is postponed: {what}",
    kind: "waits",
    source: "kubernetes/kubernetes#137210",
    more: "The sync is retried until both caches have seen everything that this controller wrote for the Job.",
    holds: { cacheConsistency: true },
    formerly: [
      {
        where: { cacheConsistency: false, conflict409: "error" },
        text: "a sync works with stale caches; its status write often conflicts, and is retried after 1s, 2s, 4s …",
      },
      {
        where: { cacheConsistency: false, conflict409: "requeue" },
        text: "a sync works with stale caches; its status write often conflicts, and is retried immediately",
      },
    ],
  },
} as const satisfies Partial<Record<RuleId, Rule>>;
