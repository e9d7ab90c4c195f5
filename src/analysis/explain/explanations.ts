/** What the controller decided in a run, by rule: what it did, what it held back, how it judged. */

import type { Decision, RuleId, RuleNumbers } from "../../controller/job/decisions.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { PodIdentities } from "../../simulation/pod-identities.ts";
import { RULES } from "./rules/rules.ts";

/** One decision, for people: pods have their labels. */
export interface Explanation {
  /** Virtual milliseconds since the run began. */
  readonly atMs: number;
  readonly job: JobRef;
  readonly rule: RuleId;
  readonly numbers: RuleNumbers;
  /** How many of the pods that it created the API server refused. */
  readonly refused?: number;
}

/** What is asked for; everything by default. */
export interface Question {
  /** Name of a Job. */
  readonly job?: string | undefined;
  /** Label of a pod: `index/attempt` or `#ordinal`. */
  readonly pod?: string | undefined;
  readonly untilMs?: number | undefined;
}

/**
 * Explains a run: each decision once, if it is new or its numbers differ from the time before.
 *
 * @param decisions as passed to `onDecision` of a simulation
 * @example
 * const decisions: Decision[] = [];
 * const simulation = simulate(plan, { onDecision: (decision) => decisions.push(decision) });
 * const explained = explanations(decisions, simulation.identities, { pod: "3/1" });
 */
export function explanations(
  decisions: readonly Decision[],
  identities: Pick<PodIdentities, "label">,
  question: Question = {},
): Explanation[] {
  return newDecisions(decisions)
    .map((decision) => explanationOf(decision, identities))
    .filter((explanation) => isAskedFor(explanation, question));
}

/** Decisions without those that only repeat the previous one. */
export function newDecisions<D extends Decision>(decisions: readonly D[]): D[] {
  const saidOf = new Map<string, Map<string, string>>();
  return decisions.filter(({ key, rule, numbers }) => {
    if (isDeed(rule, numbers)) return true;
    // Another start means another Job under the name, or a resumed one: whatever is said about it is new.
    const last = (rule === "job-started" ? undefined : saidOf.get(key)) ?? new Map<string, string>();
    saidOf.set(key, last);
    const about = JSON.stringify([rule, numbers.pod, numbers.index]);
    const said = JSON.stringify(numbers);
    if (last.get(about) === said) return false;
    last.set(about, said);
    return true;
  });
}

/** "There are enough pods" is decided at every change; only `whyNot` needs it. */
export function isTelling({ rule }: Pick<Decision, "rule">): boolean {
  return rule !== "enough-pods";
}

/** An action that is repeated is reported again; a judgement that each sync repeats is reported once. */
function isDeed(rule: RuleId, { count }: RuleNumbers): boolean {
  return count !== undefined || rule === "suspended" || rule === "resumed";
}

/**
 * Why something has not happened yet: what held the Jobs back in the last sync that held anything back.
 *
 * @param atMs the moment in question
 * @param finished whether a Job has a terminal condition at that moment
 * @example
 * const { identities, loop } = simulation;
 * for (const { rule } of whyNot(decisions, identities, loop.nowMs, () => false)) console.log(rule);
 */
export function whyNot(
  decisions: readonly Decision[],
  identities: Pick<PodIdentities, "label">,
  atMs: number,
  finished: (job: JobRef) => boolean,
): Explanation[] {
  const byJob = new Map<string, Explanation[]>();
  for (const decision of decisions) {
    if (decision.timeMs > atMs) continue;
    // Pods that were created end what was held back before.
    if (decision.rule === "pods-created") byJob.delete(decision.key);
    if (RULES[decision.rule].kind !== "waits") continue;
    const explanation = explanationOf(decision, identities);
    const known = byJob.get(decision.key) ?? [];
    const isLater = known[0] !== undefined && known[0].atMs < explanation.atMs;
    byJob.set(decision.key, isLater ? [explanation] : [...known, explanation]);
  }
  return [...byJob.values()].flat().filter(({ job }) => !finished(job));
}

/** A decision as people read it. */
export function explanationOf(
  { timeMs, key, rule, numbers }: Decision,
  identities: Pick<PodIdentities, "label">,
): Explanation {
  const [namespace = "", name = ""] = key.split("/");
  const pod = typeof numbers.pod === "string" ? { pod: identities.label(numbers.pod) } : {};
  return { atMs: timeMs, job: { namespace, name }, rule, numbers: { ...numbers, ...pod } };
}

function isAskedFor(explanation: Explanation, { job: name, pod, untilMs }: Question): boolean {
  const { job, numbers, atMs } = explanation;
  if (name !== undefined && job.name !== name) return false;
  if (untilMs !== undefined && atMs > untilMs) return false;
  return pod === undefined ? isTelling(explanation) : isAbout(numbers, pod);
}

function isAbout({ pod, index, indexes }: RuleNumbers, label: string): boolean {
  const [ofLabel] = label.split("/");
  if (pod === label) return true;
  if (!label.includes("/")) return false;
  return (
    String(index) === ofLabel ||
    String(indexes ?? "")
      .split(", ")
      .includes(ofLabel ?? "")
  );
}
