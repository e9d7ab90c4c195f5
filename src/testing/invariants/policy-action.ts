/** What a Job's failure policy says of a pod. */

import type { Job, Pod } from "../../api/types.ts";
import { matchPodFailurePolicy } from "../../controller/job/pod-failure-policy.ts";

/** The action of the first rule that matches the pod; `undefined` without a policy, or where no rule matches. */
export function policyAction({ spec: { podFailurePolicy } }: Job, pod: Pod): string | undefined {
  return podFailurePolicy && matchPodFailurePolicy(podFailurePolicy, pod)?.action;
}
