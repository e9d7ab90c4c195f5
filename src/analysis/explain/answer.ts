/** What `jobsim explain` answers about a run: the decisions that are asked for, and the rules that they name. */

import type { Decision } from "../../controller/job/rules.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { readRun } from "../read-run.ts";
import { type Explanation, explanations, type Question, whyNot } from "./explanations.ts";
import { type NamedRule, rulesNamed } from "./rules-named.ts";

export interface ExplainAnswer {
  readonly found: readonly Explanation[];
  /** Pods that had not started at the moment that is asked about; only where the question is why nothing happens. */
  readonly pending: readonly { readonly pod: string; readonly createdMs: number }[];
  readonly rules: readonly NamedRule[];
}

/**
 * Answers a question about a run.
 *
 * @param whyNotAsked whether it is asked why nothing more has happened, and not what did
 */
export function answerOf(
  simulation: Simulation,
  decisions: readonly Decision[],
  question: Question,
  whyNotAsked: boolean,
): ExplainAnswer {
  const { identities, plan } = simulation;
  if (!whyNotAsked) {
    const found = explanations(decisions, identities, question);
    return { found, pending: [], rules: rulesNamed(found, plan) };
  }
  const momentMs = question.untilMs ?? simulation.loop.nowMs;
  const { jobs } = readRun(simulation);
  const finished = ({ namespace, name }: JobRef) =>
    jobs.some((job) => job.namespace === namespace && job.name === name && (job.finishedMs ?? Infinity) <= momentMs);
  const found = whyNot(decisions, identities, momentMs, finished).filter(
    ({ job }) => question.job === undefined || job.name === question.job,
  );
  const waiting = jobs.flatMap(({ pods }) =>
    pods.filter(({ createdMs, runningMs = Infinity, endedMs = Infinity }) => {
      return createdMs <= momentMs && momentMs < Math.min(runningMs, endedMs);
    }),
  );
  const pending = found.length === 0 ? [] : waiting.map(({ label, createdMs }) => ({ pod: label, createdMs }));
  return { found, pending, rules: rulesNamed(found, plan) };
}
