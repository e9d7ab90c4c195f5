/** What `jobsim explain` answers about a run: the requested decisions, and the rules that they name. */

import type { Decision } from "../../controller/job/decisions.ts";
import type { AskedTime } from "../../scenario/asked-time.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { EventRaised, Transition } from "../changes/transition.ts";
import { transitions } from "../changes/transitions.ts";
import { whyNotRuns } from "../why-not/cron-runs.ts";
import { type Hindrance, isProgress } from "../why-not/hindrance.ts";
import { hindrances } from "../why-not/hindrances.ts";
import { longestWaits } from "../why-not/longest-waits.ts";
import type { RunAnswer } from "../why-not/run-answer.ts";
import { type Explanation, explanations, type Question } from "./explanations.ts";
import { type RefusedRequests, refusedRequestsIn, withRefusals } from "./refused-requests.ts";
import { type NamedRule, rulesNamed } from "./rules-named.ts";

export interface ExplainAnswer {
  /** What the Job controller decided; nothing if the question is why nothing happens. */
  readonly found: readonly Explanation[];
  /** What holds the unfinished Jobs back; only if that is the question. */
  readonly hindrances?: readonly Hindrance[];
  /** What held Jobs back for the longest before; only if that is the question and nothing does now. */
  readonly waited?: readonly Hindrance[];
  /** Why CronJobs did not run; only if that is the question. */
  readonly runs?: readonly RunAnswer[];
  /** What Kubernetes Events say about trouble with pods; nothing if the question is why nothing happens. */
  readonly troubles: readonly EventRaised[];
  /** What the API server refused; nothing if the question is why nothing happens. */
  readonly refused: readonly RefusedRequests[];
  readonly rules: readonly NamedRule[];
}

/**
 * Answers a question about a run.
 *
 * @param whyNotAsked whether the question is why nothing more has happened, rather than what did
 */
export function answerOf(
  simulation: Simulation,
  decisions: readonly Decision[],
  question: Question & { readonly at?: AskedTime | undefined },
  whyNotAsked: boolean,
): ExplainAnswer {
  const { identities, plan, loop } = simulation;
  if (!whyNotAsked) {
    const happened = transitions(simulation);
    const found = withRefusals(explanations(decisions, identities, question), happened);
    const troubles = podTroubles(happened, question);
    return { found, troubles, refused: refusedRequestsIn(happened, question), rules: rulesNamed(found, plan) };
  }
  const { job, pod, untilMs: atMs = loop.nowMs } = question;
  const isAsked = ({ pods }: Hindrance) => pod === undefined || pods === undefined || pods.includes(pod);
  const held = hindrances(simulation, decisions, { job, atMs }).filter(isAsked);
  const waited = held.every(isProgress) ? longestWaits(simulation, decisions, { job, atMs }).filter(isAsked) : [];
  const runs = pod === undefined ? whyNotRuns(simulation, { name: job, at: question.at }) : [];
  const rules = [...held, ...waited].flatMap(({ rule }) => (rule === undefined ? [] : [{ rule }]));
  return { found: [], hindrances: held, waited, runs, troubles: [], refused: [], rules: rulesNamed(rules, plan) };
}

/** Normal Events that still mean trouble; Warnings always do. */
const TROUBLES: ReadonlySet<string> = new Set([
  "BackOff",
  "DeadlineExceeded",
  "Preempted",
  "SandboxChanged",
  "TaintManagerEviction",
]);

/** A container that is killed has an Event of the type Normal, and only that of a probe means trouble. */
function isTrouble({ type, reason, probe }: EventRaised): boolean {
  return type === "Warning" || probe !== undefined || TROUBLES.has(reason);
}

/**
 * The Events that say what is wrong with pods, in the order of time: what `kubectl describe pod` shows if a Job hangs.
 *
 * @param happened the transitions of a run with `podEvents`
 */
function podTroubles(
  happened: readonly Transition[],
  { job, pod, untilMs = Number.POSITIVE_INFINITY }: Question,
): readonly EventRaised[] {
  return happened.flatMap((transition) => {
    if (transition.kind !== "event" || transition.pod === undefined || transition.atMs > untilMs) return [];
    if (!isTrouble(transition)) return [];
    if ((job ?? transition.job.name) !== transition.job.name || (pod ?? transition.pod) !== transition.pod) return [];
    return [transition];
  });
}
