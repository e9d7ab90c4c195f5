/** What a Job's failure policy says about a pod (semantics 05, section 4), written apart from the controller. */

import type { ContainerStatus, Job, Pod, PodFailurePolicyRule } from "../../api/types.ts";

/** The action of the first rule that matches the pod; `undefined` without a policy, or if no rule matches. */
export function policyAction({ spec }: Job, pod: Pod): string | undefined {
  return spec.podFailurePolicy?.rules.find((rule) => applies(rule, pod))?.action;
}

/** The API requires exactly one of exit codes and conditions in a rule. */
function applies({ onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, { status }: Pod): boolean {
  if (onExitCodes !== undefined) {
    const { containerName, operator, values } = onExitCodes;
    const codes = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])]
      .filter(({ name }) => containerName === undefined || name === containerName)
      .flatMap(failedWith);
    return codes.some((code) => values.includes(code) === (operator === "In"));
  }
  const shown = new Set(status.conditions?.map((condition) => `${condition.type}=${condition.status}`));
  return onPodConditions.some((wanted) => shown.has(`${wanted.type}=${wanted.status}`));
}

/** The exit code of a container that ended with a code other than 0. */
function failedWith({ state }: ContainerStatus): number[] {
  const { exitCode = 0 } = state?.terminated ?? {};
  return exitCode === 0 ? [] : [exitCode];
}
