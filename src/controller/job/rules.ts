/**
 * The rules behind what the controller does and does not do. A sync reports the rule at the place of the decision, so
 * that explanations cannot drift from the code.
 */

export interface Rule {
  readonly title: string;
  /**
   * What happened, with placeholders in braces. A name that ends in `Ms` is a duration, one that ends in `At` an
   * instant, `pod` the UID of a pod; anything else is printed as it is.
   */
  readonly text: string;
  /** `waits`: the rule holds something back, which explains why something has not happened. */
  readonly kind: "acts" | "waits" | "decides";
  /** The field, upstream issue or pull request that it comes from. */
  readonly source: string;
  /** Details for the page of the rule, for the newest release; switches describe older ones. */
  readonly more: string;
}

export const RULES = {
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
  },
  "pods-created": {
    title: "Pods are missing and are created",
    text: "{count} created: {wanted} wanted, {active} active{replacing}",
    kind: "acts",
    source: "spec.parallelism, spec.completions",
    more: "The wanted number is that of the completions that are left, at most parallelism; without completions, it is parallelism until the first success. At most 500 pods are created in one sync.",
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
  },
  "backoff-of-index": {
    title: "An index waits for its retry",
    text: "no pod is created before {untilAt}: every index that is left is in back-off after its own failures ({indexes})",
    kind: "waits",
    source: "spec.backoffLimitPerIndex",
    more:
      "With backoffLimitPerIndex each index waits for its own failures only: 10s, 20s, 40s, at most 10m. An " +
      "index that waits still counts against parallelism: no higher index starts in its place.",
  },
  "replaced-after-termination": {
    title: "A terminating pod is replaced when it has ended",
    text: "not replaced yet: {terminating} still terminating, and podReplacementPolicy {policy} waits for their end",
    kind: "waits",
    source: "spec.podReplacementPolicy; kubernetes/kubernetes#115844",
    more: "With podReplacementPolicy Failed, or with a pod failure policy, a pod that is being deleted still counts against parallelism. Otherwise it is replaced at once, and both run for a while.",
  },
  "surplus-removed": {
    title: "Pods that are not wanted are removed",
    text: "{count} removed, not counted as failed: {active} active, {wanted} wanted",
    kind: "acts",
    source: "spec.parallelism",
    more:
      "Their finalizer goes first, so that they never count. Unscheduled and Pending pods go before running " +
      "ones, newer before older. Pods of an Indexed Job whose index is out of range, or taken twice, go too.",
  },
  "suspended-pods-removed": {
    title: "A suspended Job has no pods",
    text: "{count} removed, not counted as failed: the Job is suspended",
    kind: "acts",
    source: "spec.suspend",
    more: "The work of these pods is lost, but not a retry: they lose their finalizer before they are deleted.",
  },
  suspended: {
    title: "The Job is suspended",
    text: "condition Suspended=True: spec.suspend is true, and the deadline stops",
    kind: "waits",
    source: "spec.suspend",
    more: "startTime is cleared, and set again when the Job is resumed. Its pods are deleted.",
  },
  resumed: {
    title: "The Job is resumed",
    text: "condition Suspended=False: spec.suspend is false, and startTime is now",
    kind: "acts",
    source: "spec.suspend",
    more: "The deadline counts again from here; failures so far stay counted.",
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
  },
  "backoff-limit": {
    title: "More failures than backoffLimit",
    text: "the Job fails: {failed} failed, and backoffLimit is {limit}",
    kind: "decides",
    source: "spec.backoffLimit; kubernetes/kubernetes#119159",
    more: "All failed pods count, including those that are not in status.failed yet; ignored ones do not. The limit is checked before success: a last success in the same sync does not help.",
  },
  "backoff-limit-on-failure": {
    title: "As many restarts as backoffLimit",
    text: "the Job fails: the containers of its pods restarted {restarts} times, and backoffLimit is {limit}",
    kind: "decides",
    source: "spec.template.spec.restartPolicy; kubernetes/kubernetes#54870",
    more: "With restartPolicy OnFailure, reaching the limit is enough, and the first restart exceeds a limit of 0. The restarts of all pods that are Running or Pending are added up.",
  },
  "deadline-passed": {
    title: "The Job is past its deadline",
    text: "the Job fails: it started at {startAt}, and activeDeadlineSeconds is {seconds}",
    kind: "decides",
    source: "spec.activeDeadlineSeconds",
    more: "The deadline counts from startTime, including time spent waiting. A last success in the same sync does not help.",
  },
  "fail-job-rule": {
    title: "A rule of the pod failure policy fails the Job",
    text: "the Job fails: {message}",
    kind: "decides",
    source: "spec.podFailurePolicy",
    more: "The rules are checked before the limits, for all failed pods. Pods that still run are deleted and counted as failed.",
  },
  "max-failed-indexes": {
    title: "More indexes failed than maxFailedIndexes",
    text: "the Job fails: {failed} indexes failed, and maxFailedIndexes is {limit}",
    kind: "decides",
    source: "spec.maxFailedIndexes",
    more: "Pods of the other indexes are deleted; their indexes do not count as failed.",
  },
  "failed-indexes": {
    title: "Every index is done, and some failed",
    text: "the Job fails: of {completions} indexes {succeeded} succeeded and {failed} failed",
    kind: "decides",
    source: "spec.backoffLimitPerIndex",
    more: "With backoffLimitPerIndex a failed index does not stop the others; the verdict comes when none is left.",
  },
  "success-policy": {
    title: "The success policy is met",
    text: "the Job succeeds: {message}; {succeeded} indexes have succeeded",
    kind: "decides",
    source: "spec.successPolicy",
    more: "Pods that still run are deleted and not counted as failed. All causes of failure are checked first.",
  },
  "completions-reached": {
    title: "All completions are reached",
    text: "the Job succeeds: {succeeded} succeeded, {wanted} needed, none active",
    kind: "decides",
    source: "spec.completions",
    more: "The condition SuccessCriteriaMet comes first, and Complete once no pod is terminating.",
  },
  "index-failed": {
    title: "An index fails",
    text: "index {index} fails: {failures} of its pods failed, and backoffLimitPerIndex is {limit}{because}",
    kind: "decides",
    source: "spec.backoffLimitPerIndex",
    more: "A limit of L allows L+1 pods. A rule with the action FailIndex fails the index at once.",
  },
  "verdict-pods-deleted": {
    title: "Pods of a Job with a verdict are deleted",
    text: "{count} deleted: the Job {outcome} ({reason})",
    kind: "acts",
    source: "kubernetes/kubernetes#125510",
    more: "If the Job fails they count as failed; if it succeeds they do not count.",
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
  },
  "counted-failed": {
    title: "A pod counts as failed",
    text: "pod {pod} is counted as failed{why}",
    kind: "acts",
    source: "status.failed",
    more: "Failed pods count, and with podReplacementPolicy TerminatingOrFailed also pods that are being deleted. When a Job fails, all pods that still run count too.",
  },
  "failure-ignored": {
    title: "A failure is ignored",
    text: "pod {pod} is not counted: rule {rule} of the pod failure policy ignores it",
    kind: "acts",
    source: "spec.podFailurePolicy; kubernetes/kubernetes#130881",
    more: "It does not count against backoffLimit. It still lengthens the back-off.",
  },
  "counting-postponed": {
    title: "A failed pod is counted when its index runs again",
    text: "pod {pod} is not counted yet: it keeps the failures of its index until a replacement is seen",
    kind: "waits",
    source: "spec.backoffLimitPerIndex",
    more: "With backoffLimitPerIndex the failed pod keeps its finalizer during the back-off, so status.failed lags behind.",
  },
  "count-capped": {
    title: "At most 500 pods are counted in one sync",
    text: "{listed} are listed to be counted; the rest and a terminal condition wait for the next sync",
    kind: "waits",
    source: "kubernetes/kubernetes#104666, #119159",
    more: "The list of uncounted pods in the status is kept short; the next sync comes a second later.",
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof RULES;

/** Whether a text is the name of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}

export const RULE_IDS: readonly RuleId[] = Object.keys(RULES).filter(isRuleId);

/** The numbers of one decision; `pod` is a UID, instants are milliseconds since 1970. */
export type RuleNumbers = Readonly<Record<string, number | string>>;

/** One decision of a sync. */
export interface Decision {
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  /** `namespace/name` of the Job. */
  readonly key: string;
  readonly rule: RuleId;
  readonly numbers: RuleNumbers;
}

export type OnDecision = (decision: Decision) => void;

/** Called with each decision of a sync. */
export type Because = (key: string, rule: RuleId, numbers: RuleNumbers) => void;
