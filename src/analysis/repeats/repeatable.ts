/** Which runs may come to a point from which they only repeat themselves. */

import { isCertain } from "../../kubelet/behaviour/certain.ts";
import { DEFAULT_TRAITS, NO_RULES, type PodMatch, type PodRules } from "../../kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";

/**
 * What a plan may hold. All else either remembers more than the stored objects show (nodes, quotas, limits of requests,
 * delays that let syncs overlap), or happens at instants unrelated to them (faults, outages).
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

/** What a rule may ask of a pod: each Job of a CronJob answers it as the one before. */
const LASTING_MATCHES: ReadonlySet<string> = new Set<keyof PodMatch>(["cronJobs", "index", "attempt", "ordinal"]);

/**
 * Whether what comes in a run depends on nothing but the objects that are stored, the pending events and the schedules
 * of CronJobs, once the actions of its plan are over. A run without an end is left alone: it says where it was stopped.
 */
export function isRepeatable(plan: SimulationPlan): boolean {
  if (plan.untilMs === undefined || !areCertain(plan.pods ?? NO_RULES)) return false;
  return Object.entries(plan).every(([field, value]) => PLAIN_FIELDS.has(field) || isNothing(value));
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Whether nothing is drawn, and no Job of a CronJob has pods of another kind than the Job before it. */
function areCertain({ default: traits, rules }: PodRules): boolean {
  const all = [traits, ...rules.map((rule) => rule.traits)];
  if (rules.some(({ match }) => !Object.keys(match).every((asked) => LASTING_MATCHES.has(asked)))) return false;
  return all.every((own) => own.work === undefined && isCertain({ ...DEFAULT_TRAITS, ...traits, ...own }));
}
