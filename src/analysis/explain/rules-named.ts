/** The rules that explanations name, as they are in one release. */

import type { RuleId } from "../../controller/job/decisions.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { switchesOfPlan } from "../../simulation/releases/releases.ts";
import { type DatedFormer, formersIn, sinceOf } from "../../simulation/releases/validity.ts";
import type { Explanation } from "./explanations.ts";
import { RULES } from "./rules/rules.ts";

/** A rule, since when it applies, and what the played release does differently from the newest. */
export interface NamedRule {
  readonly id: RuleId;
  readonly title: string;
  /** Absent if it applies in every release that can be played. */
  readonly since?: string;
  readonly differently: readonly DatedFormer[];
}

/** Each rule once, in the order in which it is first named. */
export function rulesNamed(
  found: readonly Pick<Explanation, "rule">[],
  plan: Pick<SimulationPlan, "kubernetes" | "switches">,
): readonly NamedRule[] {
  const switches = switchesOfPlan(plan);
  return [...new Set(found.map(({ rule }) => rule))].map((id) => {
    const rule = RULES[id];
    const since = sinceOf(rule);
    const differently = formersIn(rule, switches);
    return { id, title: rule.title, ...(since === undefined ? {} : { since }), differently };
  });
}
