/** JS120: a pod that never starts keeps the Job alive forever. */

import { inSpec, type LintRule } from "../rule.ts";

export const pendingForever: LintRule = {
  id: "JS120",
  severity: "advice",
  title: "pods can stay Pending forever",
  why:
    "A pod that cannot be scheduled, or whose image cannot be pulled (ImagePullBackOff), stays Pending. That is no failure: " +
    "backoffLimit never counts it, and only activeDeadlineSeconds of the Job ends it. The field of the same name in the pod " +
    "template does not help a pod that has no node.",
  advice: "Set activeDeadlineSeconds, well above the longest run with all its retries.",
  source: "kubernetes/kubernetes#101584, #66756, #95431, #122300",
  validity: {},
  check({ spec }) {
    if (spec.activeDeadlineSeconds !== undefined || spec.parallelism === 0 || spec.completions === 0) return [];
    const message =
      "without activeDeadlineSeconds, a pod that cannot be scheduled or pull its image hangs the Job forever";
    return [{ path: inSpec("activeDeadlineSeconds"), message, change: "activeDeadlineSeconds: 86400" }];
  },
};
