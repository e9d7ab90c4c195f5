/** Whether a container that has ended is restarted (semantics 11, section 3.1). */

import type { ContainerPlan, RestartAction } from "./plan/container-plan.ts";
import type { PodPlan } from "./plan/pod-plan.ts";
import type { KubeletSwitches } from "./switches.ts";

/** Reason of a container that was removed because all containers restart. */
export const RESTARTING_ALL_CONTAINERS = "RestartingAllContainers";

/** Whether a container that ended with `exitCode` is restarted by rules and policies (ContainerShouldRestart). */
export function isRestartable(
  container: ContainerPlan,
  { restartPolicy }: PodPlan,
  exitCode: number,
  switches: KubeletSwitches,
): boolean {
  if (container.role === "sidecar" && container.rules.length === 0) return true;
  if (switches.containerRestartRules && container.restartPolicy !== undefined) {
    return (
      matchingRule(container, exitCode, switches) !== undefined || policyRestarts(container.restartPolicy, exitCode)
    );
  }
  return policyRestarts(restartPolicy, exitCode);
}

/** The action of the first rule that matches the exit code. */
export function matchingRule(
  { rules }: ContainerPlan,
  exitCode: number,
  { containerRestartRules, restartAllContainers }: KubeletSwitches,
): RestartAction | undefined {
  if (!containerRestartRules) return undefined;
  const rule = rules.find(({ operator, exitCodes }) => exitCodes.includes(exitCode) === (operator === "In"));
  return rule?.action === "RestartAllContainers" && !restartAllContainers ? undefined : rule?.action;
}

/** Whether a container that a probe kills is restarted: depends only on policies, not on rules. */
export function restartsAfterProbe(
  { restartPolicy: own }: ContainerPlan,
  { restartPolicy }: PodPlan,
  { containerRestartRules }: KubeletSwitches,
): boolean {
  return (containerRestartRules && own !== undefined ? own : restartPolicy) !== "Never";
}

function policyRestarts(policy: string, exitCode: number): boolean {
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}
