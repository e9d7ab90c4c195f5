/** When a success policy is met (semantics 06, section 7). */

import { parseIndexes, type ReadonlyIndexSet } from "../../api/index-set.ts";
import type { SuccessPolicy, SuccessPolicyRule } from "../../api/types.ts";

/**
 * The message of the first rule that the succeeded indexes satisfy, or `undefined`. Upstream: `matchSuccessPolicy`.
 *
 * @param completions indexes at or above it do not count
 */
export function matchSuccessPolicy(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: ReadonlyIndexSet,
): string | undefined {
  if (policy === undefined || succeeded.size === 0) return undefined;
  const at = policy.rules.findIndex((rule) => isSatisfied(rule, completions, succeeded));
  return at === -1 ? undefined : `Matched rules at index ${at}`;
}

function isSatisfied(rule: SuccessPolicyRule, completions: number, succeeded: ReadonlyIndexSet): boolean {
  const { succeededIndexes, succeededCount } = rule;
  if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.size >= succeededCount;
  const listed = parseIndexes(succeededIndexes, completions);
  if (listed.size === 0) return false;
  let reached = 0;
  for (const index of listed) if (succeeded.has(index)) reached++;
  return reached === listed.size || (succeededCount !== undefined && reached >= succeededCount);
}
