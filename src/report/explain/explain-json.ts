/** Explanations for machines. */

import type { ExplainAnswer } from "../../analysis/explain/answer.ts";
import { explanationText } from "../../analysis/explain/rule-sentence.ts";
import { RULES } from "../../analysis/explain/rules/rules.ts";
import type { RuleId } from "../../controller/job/decisions.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { pageOf } from "../../simulation/releases/catalog.ts";
import { NEWEST_RELEASE, type Release } from "../../simulation/releases/releases.ts";
import { type DatedFormer, formersOf, releasesOf, sinceOf } from "../../simulation/releases/validity.ts";

/** What `jobsim explain -o json` prints of a run. */
export function explainJson(
  { found, hindrances, waited, runs, troubles, refused, rules }: ExplainAnswer,
  { kubernetes = NEWEST_RELEASE, epochMs }: Pick<SimulationPlan, "kubernetes" | "epochMs">,
) {
  return {
    kubernetes,
    decisions: found.map((one) => ({ ...one, text: explanationText(one, epochMs) })),
    ...(hindrances === undefined ? {} : { hindrances }),
    ...(waited === undefined || waited.length === 0 ? {} : { waited }),
    ...(runs === undefined || runs.length === 0 ? {} : { runs }),
    ...(troubles.length === 0 ? {} : { podEvents: troubles }),
    ...(refused.length === 0 ? {} : { refused }),
    rules: rules.map(({ differently, ...rule }) => ({ ...rule, differently: differently.map(withPages) })),
  };
}

/**
 * What `jobsim explain RULE -o json` prints.
 *
 * @param release if the question is whether the rule applies in one
 */
export function ruleJson(id: RuleId, release: Release | undefined) {
  const rule = RULES[id];
  const { title, text, kind, source, more } = rule;
  const since = sinceOf(rule);
  return {
    id,
    title,
    text,
    kind,
    source,
    more,
    ...(since === undefined ? {} : { since }),
    formerly: formersOf(rule).map(withPages),
    ...(release === undefined ? {} : { kubernetes: release, holds: releasesOf(rule).includes(release) }),
  };
}

function withPages({ switches, ...former }: DatedFormer) {
  return { ...former, switches: switches.map((id) => ({ id, page: pageOf(id) })) };
}
