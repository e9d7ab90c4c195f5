/** Matches failed pods against a pod failure policy (semantics 05, section 4). */

import type {
  ContainerStatus,
  Pod,
  PodFailurePolicy,
  PodFailurePolicyAction,
  PodFailurePolicyOnExitCodes,
  PodFailurePolicyOnPodCondition,
} from "../../api/types.ts";

/** The first rule with a known action that matches. */
export interface PolicyMatch {
  readonly action: PodFailurePolicyAction;
  readonly ruleIndex: number;
  /** Why it matched, in the words of Kubernetes for `FailJob`. */
  readonly message: string;
}

const KNOWN_ACTIONS: ReadonlySet<string> = new Set<PodFailurePolicyAction>(["FailJob", "FailIndex", "Ignore", "Count"]);

function isKnownAction(action: string): action is PodFailurePolicyAction {
  return KNOWN_ACTIONS.has(action);
}

/**
 * Evaluates the rules in order; `undefined` if none matches, in which case the failure counts as usual.
 *
 * Upstream: `matchPodFailurePolicy`.
 */
export function matchPodFailurePolicy(policy: PodFailurePolicy, pod: Pod): PolicyMatch | undefined {
  for (const [ruleIndex, rule] of policy.rules.entries()) {
    const { action } = rule;
    if (!isKnownAction(action)) continue;
    const cause =
      rule.onExitCodes === undefined
        ? matchConditions(rule.onPodConditions ?? [], pod)
        : matchExitCodes(rule.onExitCodes, pod);
    if (cause !== undefined)
      return { action, ruleIndex, message: `${cause} matching ${action} rule at index ${ruleIndex}` };
  }
  return undefined;
}

function matchExitCodes(requirement: PodFailurePolicyOnExitCodes, pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const matching = statuses.find((status) => exitCodeMatches(requirement, status));
  if (matching === undefined) return undefined;
  const exitCode = matching.state?.terminated?.exitCode;
  return `Container ${matching.name} for pod ${namespace}/${name} failed with exit code ${exitCode}`;
}

function exitCodeMatches(requirement: PodFailurePolicyOnExitCodes, status: ContainerStatus): boolean {
  const exitCode = status.state?.terminated?.exitCode;
  if (exitCode === undefined || exitCode === 0) return false;
  if (requirement.containerName !== undefined && requirement.containerName !== status.name) return false;
  if (requirement.operator === "In") return requirement.values.includes(exitCode);
  if (requirement.operator === "NotIn") return !requirement.values.includes(exitCode);
  return false;
}

function matchConditions(patterns: readonly PodFailurePolicyOnPodCondition[], pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  const matching = pod.status.conditions?.find((condition) =>
    patterns.some(({ type, status }) => type === condition.type && status === condition.status),
  );
  return matching === undefined ? undefined : `Pod ${namespace}/${name} has condition ${matching.type}`;
}
