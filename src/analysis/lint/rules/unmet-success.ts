/** JS150: a rule of the success policy that can never be the one that decides. */

import { parseIndexes, type ReadonlyIndexSet } from "../../../api/index-set.ts";
import type { SuccessPolicyRule } from "../../../api/types.ts";
import { inSpec, type LintRule, type Remark } from "../rule.ts";

export const unmetSuccess: LintRule = {
  id: "JS150",
  severity: "danger",
  title: "a success policy rule that is never met",
  why:
    "A rule without an index never matches. Rules are tried in order: a rule that needs everything that an earlier rule needs " +
    "is never reached, because the earlier rule is always met first.",
  advice: "List indexes below completions, and put the rule that asks for more first, or remove it.",
  validity: { holds: { successPolicy: "on" } },
  check({ spec }) {
    const { successPolicy, completions = 0 } = spec;
    const needs = (successPolicy?.rules ?? []).map((rule) => needOf(rule, completions));
    return needs.flatMap((need, i): Remark[] => {
      const path = inSpec("successPolicy", "rules", i);
      if (need === undefined) return [{ path, message: `rule ${i} names no index, and is never met` }];
      const easier = needs.slice(0, i).findIndex((other) => other !== undefined && isImplied(other, need));
      if (easier === -1) return [];
      return [{ path, message: `rule ${i} never decides: whenever it is met, rule ${easier} is met too` }];
    });
  },
};

/** This many of these indexes must succeed. */
interface Need {
  readonly among: ReadonlyIndexSet;
  readonly count: number;
}

function needOf({ succeededIndexes, succeededCount }: SuccessPolicyRule, completions: number): Need | undefined {
  const all = completions === 0 ? "" : `0-${completions - 1}`;
  const among = parseIndexes(succeededIndexes ?? all, completions);
  if (among.size === 0) return undefined;
  // No rule is checked before an index has succeeded.
  const count = Math.max(succeededCount ?? among.size, succeededIndexes === undefined ? 1 : 0);
  return { among, count: Math.min(count, among.size) };
}

/** Whether every success of `need` is also one of `easier`. */
function isImplied(easier: Need, need: Need): boolean {
  let outside = 0;
  for (const index of need.among) if (!easier.among.has(index)) outside++;
  return need.count - outside >= easier.count;
}
