/**
 * Since when each rule of the controller applies, and how it was before: given as switches, so that the versions come
 * from the table of releases (semantics 10, sections 2 and 3).
 */

import type { RuleId } from "../../controller/job/rules.ts";
import type { Former, Validity } from "../../simulation/releases/validity.ts";

const DELETED_IN_STATUS: Former = {
  where: { deletedLowersReady: false },
  text: "the write of the sync that removes pods still counts them as ready, and not as terminating",
};

const VERDICT_AT_ONCE: Former = {
  where: { terminalConditionDelay: false },
  text: "Failed comes in the same sync, whether or not pods still terminate",
};

const PER_INDEX: Validity = { holds: { backoffLimitPerIndex: "on" } };

const DECIDED: { readonly [id in RuleId]: Validity } = {
  "job-started": {},
  "managed-elsewhere": {
    holds: { managedBy: "on" },
    formerly: [{ where: { managedBy: "dropped" }, text: "managedBy is dropped when the Job is created" }],
  },
  "pods-created": {
    formerly: [
      { where: { jobUpdateDelay: "none" }, text: "if more than 500 are missing the next sync follows at once" },
      { where: { replaceAfterTermination: "never" }, text: "terminating pods never hold a replacement back" },
      {
        where: { replaceAfterTermination: "podFailurePolicy" },
        text: "terminating pods hold replacements back only if there is a podFailurePolicy",
      },
    ],
  },
  "enough-pods": {},
  "work-queue-done": {
    formerly: [
      {
        where: { completionCountsRest: true },
        text: "pods that still run when the Job completes, as it was suspended, count as failed",
      },
    ],
  },
  "backoff-of-job": {
    holds: { backoffSource: "finishTime" },
    formerly: [
      {
        where: { backoffSource: "retries" },
        text: "a failed pod is replaced in the sync that sees it; that sync comes 10s, 20s, 40s … 360s late after earlier failures, unless something else wakes the Job",
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
        text: "a Job that is recreated at once under the same name may inherit the delay",
      },
    ],
  },
  "backoff-of-index": {
    ...PER_INDEX,
    formerly: [
      {
        where: { backoffLimitPerIndex: "on", sidecarFinishTime: false },
        text: "the delay counts from the end of the containers, not counting sidecars",
      },
    ],
  },
  "replaced-after-termination": {
    holds: { replaceAfterTermination: ["podFailurePolicy", "full"] },
    formerly: [
      {
        where: { replaceAfterTermination: "never" },
        text: "a terminating pod is replaced at once",
      },
      {
        where: { replaceAfterTermination: "podFailurePolicy" },
        text: "it applies only if there is a podFailurePolicy",
      },
    ],
  },
  "surplus-removed": {
    formerly: [
      DELETED_IN_STATUS,
      {
        where: { sidecarDeletionOrder: false },
        text: "restarts of sidecars do not decide which pod goes first",
      },
      { where: { elasticIndexed: false }, text: "completions of an Indexed Job cannot be lowered" },
    ],
  },
  "suspended-pods-removed": { formerly: [DELETED_IN_STATUS] },
  suspended: {
    formerly: [
      {
        where: { suspendClearsStartTime: false },
        text: "startTime stays, so that a resumed Job can be past its deadline at once",
      },
    ],
  },
  resumed: {
    formerly: [
      {
        where: { suspendClearsStartTime: false },
        text: "the deadline is checked with the old startTime first: a Job that was suspended for longer fails instead",
      },
    ],
  },
  "expectations-open": {},
  "cache-behind": {
    holds: { cacheConsistency: true },
    formerly: [
      {
        where: { cacheConsistency: false, conflict409: "error" },
        text: "a sync works with the state it has; its status write often conflicts, and is repeated after 1s, 2s, 4s …",
      },
      {
        where: { cacheConsistency: false, conflict409: "requeue" },
        text: "a sync works with the state it has; its status write often conflicts, and is repeated at once",
      },
    ],
  },
  "backoff-limit": {
    formerly: [
      {
        where: { backoffLimitCheck: "guarded" },
        text: "it is checked only when a new failure comes, and not while exactly parallelism pods are active",
      },
      VERDICT_AT_ONCE,
    ],
  },
  "backoff-limit-on-failure": { formerly: [VERDICT_AT_ONCE] },
  "deadline-passed": {
    formerly: [
      VERDICT_AT_ONCE,
      {
        where: { suspendClearsStartTime: false },
        text: "a resumed Job is judged by its startTime from before it was suspended",
      },
    ],
  },
  "fail-job-rule": {
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
    ...PER_INDEX,
    formerly: [{ ...VERDICT_AT_ONCE, where: { ...VERDICT_AT_ONCE.where, backoffLimitPerIndex: "on" } }],
  },
  "failed-indexes": {
    ...PER_INDEX,
    formerly: [{ ...VERDICT_AT_ONCE, where: { ...VERDICT_AT_ONCE.where, backoffLimitPerIndex: "on" } }],
  },
  "success-policy": {
    holds: { successPolicy: "on" },
    formerly: [{ where: { successPolicy: "dropped" }, text: "successPolicy is dropped when the Job is created" }],
  },
  "completions-reached": {
    formerly: [
      {
        where: { successCriteriaMet: false },
        text: "Complete comes at once and without a reason; no SuccessCriteriaMet announces it, and it does not wait for terminating pods",
      },
      {
        where: { completionCountsRest: true },
        text: "pods that still run or terminate then count as failed",
      },
    ],
  },
  "index-failed": PER_INDEX,
  "verdict-pods-deleted": {
    formerly: [
      {
        where: { deletedLowersReady: false },
        text: "the last status still counts deleted pods as ready, and stays so",
      },
    ],
  },
  "waits-for-termination": {
    holds: { terminalConditionDelay: true },
    formerly: [
      { where: { terminalConditionDelay: false }, text: "Failed and Complete come while pods still terminate" },
    ],
  },
  "counted-failed": {
    formerly: [
      {
        where: { completionCountsRest: true },
        text: "pods that are left when a Job completes count as failed too",
      },
      {
        where: { replaceAfterTermination: "never", podFailurePolicy: "on" },
        text: "with a podFailurePolicy a terminating pod counts when it has ended, though it was replaced at once",
      },
    ],
  },
  "failure-ignored": {
    holds: { podFailurePolicy: "on" },
    formerly: [
      { where: { podFailurePolicy: "dropped" }, text: "podFailurePolicy is dropped when the Job is created" },
      {
        where: { podFailurePolicy: "on", backoffSource: "retries" },
        text: "it does not lengthen the delay",
      },
    ],
  },
  "counting-postponed": PER_INDEX,
  "count-capped": {
    formerly: [
      {
        where: { capBlocksFinish: false },
        text: "the Job may become finished with 500 pods counted, although more are waiting",
      },
      { where: { jobUpdateDelay: "none" }, text: "the next sync comes at once" },
    ],
  },
};

/** Since when a rule applies, and how it was before. */
export function validityOf(rule: RuleId): Validity {
  return DECIDED[rule];
}
