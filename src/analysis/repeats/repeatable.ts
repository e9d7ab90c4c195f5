/** Which runs can reach a point after which they only repeat themselves. */

import { isCertain } from "../../kubelet/behaviour/certain.ts";
import { DEFAULT_TRAITS, NO_RULES, type PodMatch, type PodRules } from "../../kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";

/**
 * What a plan may contain. Everything else either has state that the stored objects do not show (nodes, quotas, rate
 * limits, delays that let syncs overlap), or happens at times unrelated to them (faults, outages).
 */
const PLAIN_FIELDS: ReadonlySet<string> = new Set<keyof SimulationPlan>([
  "epochMs",
  "seed",
  "untilMs",
  "actions",
  "pods",
  "kubernetes",
  "switches",
  "kubelet",
]);

/** What a rule may match on: it gives the same answer for each Job of a CronJob. */
const LASTING_MATCHES: ReadonlySet<string> = new Set<keyof PodMatch>(["cronJobs", "index", "attempt", "ordinal"]);

/**
 * Whether the rest of a run depends only on the stored objects, the pending events and the schedules of CronJobs, once
 * the actions of its plan are over. A run without an end does not qualify: it has to report where it was stopped.
 */
export function isRepeatable(plan: SimulationPlan): boolean {
  if (plan.untilMs === undefined || !areCertain(plan.pods ?? NO_RULES)) return false;
  return Object.entries(plan).every(([field, value]) => PLAIN_FIELDS.has(field) || isNothing(value));
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Whether nothing is random, and all Jobs of a CronJob have the same kinds of pods. */
function areCertain({ default: traits, rules }: PodRules): boolean {
  const all = [traits, ...rules.map((rule) => rule.traits)];
  if (rules.some(({ match }) => !Object.keys(match).every((asked) => LASTING_MATCHES.has(asked)))) return false;
  return all.every((own) => own.work === undefined && isCertain({ ...DEFAULT_TRAITS, ...traits, ...own }));
}
