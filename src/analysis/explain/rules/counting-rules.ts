/** Rules of the Job controller: how ended pods are counted. */

import type { RuleId } from "../../../controller/job/decisions.ts";
import type { Rule } from "./rule.ts";

export const COUNTING_RULES = {
  "counted-failed": {
    title: "A pod counts as failed",
    text: "pod {pod} is counted as failed{why}",
    kind: "acts",
    source: "status.failed",
    more: "Failed pods count, and with podReplacementPolicy TerminatingOrFailed also pods that are being deleted. When a Job fails, all pods that still run count too.",
    formerly: [
      {
        where: { completionCountsRest: true },
        text: "pods that remain when a Job completes count as failed too",
      },
      {
        where: { replaceAfterTermination: "never", podFailurePolicy: "on" },
        text: "with a podFailurePolicy, a terminating pod counts when it has ended, although it was replaced immediately",
      },
    ],
  },
  "failure-ignored": {
    title: "A failure is ignored",
    text: "pod {pod} is not counted: rule {rule} of the pod failure policy ignores it",
    kind: "acts",
    source: "spec.podFailurePolicy; kubernetes/kubernetes#130881",
    more: "It does not count against backoffLimit. It still lengthens the back-off.",
    holds: { podFailurePolicy: "on" },
    formerly: [
      { where: { podFailurePolicy: "dropped" }, text: "podFailurePolicy is dropped when the Job is created" },
      {
        where: { podFailurePolicy: "on", backoffSource: "retries" },
        text: "it does not lengthen the delay",
      },
    ],
  },
  "counting-postponed": {
    title: "A failed pod is counted when its index runs again",
    text: "pod {pod} is not counted yet: it keeps the failures of its index until a replacement is seen",
    kind: "waits",
    source: "spec.backoffLimitPerIndex",
    more: "With backoffLimitPerIndex the failed pod keeps its finalizer during the back-off, so status.failed lags behind.",
    holds: { backoffLimitPerIndex: "on" },
  },
  "count-capped": {
    title: "At most 500 pods are counted in one sync",
    text: "{listed} are listed to be counted; the rest and a terminal condition wait for the next sync",
    kind: "waits",
    source: "kubernetes/kubernetes#104666, #119159",
    more: "The list of uncounted pods in the status is kept short; the next sync comes a second later.",
    formerly: [
      {
        where: { capBlocksFinish: false },
        text: "the Job may finish with 500 pods counted, although more are waiting",
      },
      { where: { jobUpdateDelay: "none" }, text: "the next sync follows immediately" },
    ],
  },
} as const satisfies Partial<Record<RuleId, Rule>>;
