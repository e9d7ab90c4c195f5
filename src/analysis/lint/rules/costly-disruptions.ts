/** JS180: evictions use up retries. */

import type { PodFailurePolicyRule } from "../../../api/types.ts";
import { NO_LIMIT } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

export const costlyDisruptions: LintRule = {
  id: "JS180",
  severity: "advice",
  title: "disruptions use up retries",
  why:
    "A pod that is evicted, preempted or lost with its node counts as a failure. A rule that ignores DisruptionTarget keeps " +
    "the retries for real failures. The delay before the next pod still grows: after three drained pods it is 40s. With a " +
    "failure policy a pod is counted when it has ended: if its node is lost, the Job waits until the node is back or its " +
    "object is deleted ([JS191](#js191)).",
  advice:
    "Add podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}]}; it needs restartPolicy Never, and makes the Job wait for pods of lost nodes.",
  source: "kubernetes/kubernetes#130881, volcano-sh/volcano#2560, kubernetes-sigs/kueue#4406",
  validity: {
    formerly: [{ where: { podFailurePolicy: "dropped" }, text: "there is no podFailurePolicy that would help" }],
  },
  check({ spec }, { switches }) {
    const { podFailurePolicy, backoffLimit = 0, backoffLimitPerIndex } = spec;
    const limit = backoffLimitPerIndex ?? backoffLimit;
    if (limit === NO_LIMIT || podFailurePolicy?.rules.some(ignoresDisruptions)) return [];
    const what = backoffLimitPerIndex === undefined ? "to fail the Job" : "to fail an index";
    const message = `it takes ${counted(limit + 1, "eviction")} ${what}, as if the work itself had failed${switches.podFailurePolicy === "on" ? "" : "; no podFailurePolicy can change that here"}`;
    return [{ path: inSpec("podFailurePolicy"), message }];
  },
};

function ignoresDisruptions({ action, onPodConditions = [] }: PodFailurePolicyRule): boolean {
  return (
    action === "Ignore" && onPodConditions.some(({ type, status }) => type === "DisruptionTarget" && status === "True")
  );
}
