/** The rules that explanations name, as they are in one release. */

import { RULES, type RuleId } from "../../controller/job/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { switchesOfPlan } from "../../simulation/releases/releases.ts";
import { type DatedFormer, formersIn, sinceOf } from "../../simulation/releases/validity.ts";
import type { Explanation } from "./explanations.ts";
import { validityOf } from "./rule-releases.ts";

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
    const validity = validityOf(id);
    const since = sinceOf(validity);
    const differently = formersIn(validity, switches);
    return { id, title: RULES[id].title, ...(since === undefined ? {} : { since }), differently };
  });
}
