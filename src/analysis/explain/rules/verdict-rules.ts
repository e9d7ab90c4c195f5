/** Rules of the Job controller: what decides that a Job or an index fails or succeeds, and when that shows. */

import type { RuleId } from "../../../controller/job/decisions.ts";
import type { Former } from "../../../simulation/releases/validity.ts";
import type { Rule } from "./rule.ts";

const VERDICT_AT_ONCE: Former = {
  where: { terminalConditionDelay: false },
  text: "Failed comes in the same sync, whether or not pods still terminate",
};

export const VERDICT_RULES = {
  "backoff-limit": {
    title: "More failures than backoffLimit",
    text: "the Job fails: {failed} failed, and backoffLimit is {limit}",
    kind: "decides",
    source: "spec.backoffLimit; kubernetes/kubernetes#119159",
    more: "All failed pods count, including those that are not in status.failed yet; ignored ones do not. The limit is checked before success: a last success in the same sync does not help.",
    formerly: [
      {
        where: { backoffLimitCheck: "guarded" },
        text: "it is only checked when there is a new failure, and not while exactly parallelism pods are active",
      },
      VERDICT_AT_ONCE,
    ],
  },
  "backoff-limit-on-failure": {
    title: "As many restarts as backoffLimit",
    text: "the Job fails: the containers of its pods restarted {restarts} times, and backoffLimit is {limit}",
    kind: "decides",
    source: "spec.template.spec.restartPolicy; kubernetes/kubernetes#54870",
    more: "With restartPolicy OnFailure, reaching the limit is enough, and the first restart exceeds a limit of 0. The restarts of all pods that are Running or Pending are added up.",
    formerly: [VERDICT_AT_ONCE],
  },
  "deadline-passed": {
    title: "The Job is past its deadline",
    text: "the Job fails: it started at {startAt}, and activeDeadlineSeconds is {seconds}",
    kind: "decides",
    source: "spec.activeDeadlineSeconds",
    more: "The deadline counts from startTime, including time spent waiting. A last success in the same sync does not help.",
    formerly: [
      VERDICT_AT_ONCE,
      {
        where: { suspendClearsStartTime: false },
        text: "the deadline of a resumed Job counts from the startTime before it was suspended",
      },
    ],
  },
  "fail-job-rule": {
    title: "A rule of the pod failure policy fails the Job",
    text: "the Job fails: {message}",
    kind: "decides",
    source: "spec.podFailurePolicy",
    more: "The rules are checked before the limits, for all failed pods. Pods that still run are deleted and counted as failed.",
    holds: { podFailurePolicy: "on" },
    formerly: [
      {
        where: { podFailurePolicy: "dropped" },
        text: "podFailurePolicy is dropped when the Job is created",
      },
      {
        where: { failureTarget: "failJob" },
        text: "Failed follows FailureTarget in the same sync, whether or not pods still terminate",
      },
    ],
  },
  "max-failed-indexes": {
    title: "More indexes failed than maxFailedIndexes",
    text: "the Job fails: {failed} indexes failed, and maxFailedIndexes is {limit}",
    kind: "decides",
    source: "spec.maxFailedIndexes",
    more: "Pods of the other indexes are deleted; their indexes do not count as failed.",
    holds: { backoffLimitPerIndex: "on" },
    formerly: [{ ...VERDICT_AT_ONCE, where: { ...VERDICT_AT_ONCE.where, backoffLimitPerIndex: "on" } }],
  },
  "failed-indexes": {
    title: "Every index is done, and some failed",
    text: "the Job fails: of {completions} indexes {succeeded} succeeded and {failed} failed",
    kind: "decides",
    source: "spec.backoffLimitPerIndex",
    more: "With backoffLimitPerIndex a failed index does not stop the others; the verdict comes when none is left.",
    holds: { backoffLimitPerIndex: "on" },
    formerly: [{ ...VERDICT_AT_ONCE, where: { ...VERDICT_AT_ONCE.where, backoffLimitPerIndex: "on" } }],
  },
  "success-policy": {
    title: "The success policy is met",
    text: "the Job succeeds: {message}; {succeeded} indexes have succeeded",
    kind: "decides",
    source: "spec.successPolicy",
    more: "Pods that still run are deleted and not counted as failed. All causes of failure are checked first.",
    holds: { successPolicy: "on" },
    formerly: [{ where: { successPolicy: "dropped" }, text: "successPolicy is dropped when the Job is created" }],
  },
  "completions-reached": {
    title: "All completions are reached",
    text: "the Job succeeds: {succeeded} succeeded, {wanted} needed, none active",
    kind: "decides",
    source: "spec.completions",
    more: "The condition SuccessCriteriaMet comes first, and Complete once no pod is terminating.",
    formerly: [
      {
        where: { successCriteriaMet: false },
        text: "Complete is set immediately, without a reason and without SuccessCriteriaMet before it, and does not wait for terminating pods",
      },
      {
        where: { completionCountsRest: true },
        text: "pods that still run or terminate then count as failed",
      },
    ],
  },
  "index-failed": {
    title: "An index fails",
    text: "index {index} fails: {failures} of its pods failed, and backoffLimitPerIndex is {limit}{because}",
    kind: "decides",
    source: "spec.backoffLimitPerIndex",
    more: "A limit of L allows L+1 pods. A rule with the action FailIndex fails the index at once.",
    holds: { backoffLimitPerIndex: "on" },
  },
  "verdict-pods-deleted": {
    title: "Pods of a Job with a verdict are deleted",
    text: "{count} deleted: the Job {outcome} ({reason})",
    kind: "acts",
    source: "kubernetes/kubernetes#125510",
    more: "If the Job fails they count as failed; if it succeeds they do not count.",
    formerly: [
      {
        where: { deletedLowersReady: false },
        text: "the last status permanently counts deleted pods as ready",
      },
    ],
  },
  "waits-for-termination": {
    title: "The terminal condition waits for terminating pods",
    text: "{condition} is not set yet: {terminating} still terminating",
    kind: "waits",
    source: "kubernetes/kubernetes#123775, #125510",
    more:
      "FailureTarget or SuccessCriteriaMet shows the verdict at once; Failed or Complete comes when all pods " +
      "have ended. A pod on a dead node delays it until the pod is force-deleted. Clients that only looked at the " +
      "first condition of the list broke here.",
    holds: { terminalConditionDelay: true },
    formerly: [
      { where: { terminalConditionDelay: false }, text: "Failed and Complete come while pods still terminate" },
    ],
  },
} as const satisfies Partial<Record<RuleId, Rule>>;
