/** Why nothing more has happened to the Jobs of a run: what the world holds back, not only the controller. */

import { isFinished } from "../../api/finished-job.ts";
import { inMap } from "../../api/in-map.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { heldJob } from "./held-jobs.ts";
import type { FoundHindrance, Hindrance } from "./hindrance.ts";
import { holdingRules } from "./holding-rules.ts";
import { notYetSynced, stoppedControllers } from "./missing-controllers.ts";
import { gather, type JobAtMoment, type Moment, type RunHistory, readMoment } from "./moment.ts";
import { refusedCreations } from "./refused-creations.ts";
import { refusedRequests } from "./refused-requests.ts";
import { waitingPods } from "./waiting-pods.ts";

/** The question: about which Job, and when. */
export interface WhyNotQuestion {
  /** Its name; all that are unfinished if absent. */
  readonly job?: string | undefined;
  /** Virtual milliseconds. */
  readonly atMs: number;
}

/**
 * Lists what each unfinished Job waits for.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @param decisions as passed to `onDecision` of the simulation
 * @returns by Job, in the order of their creation
 * @example
 * for (const { holder, text } of hindrances(simulation, decisions, { atMs: 60_000 })) console.log(holder, text);
 */
export function hindrances(
  simulation: Simulation,
  decisions: readonly Decision[],
  question: WhyNotQuestion,
): Hindrance[] {
  return hindrancesIn(readRun(simulation, decisions), question);
}

/** A run that is read once, for all that is asked about it. */
export interface ReadRun {
  readonly simulation: Simulation;
  readonly history: RunHistory;
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
}

/** Reads what `hindrancesIn` needs of a run. */
export function readRun(simulation: Simulation, decisions: readonly Decision[]): ReadRun {
  return { simulation, history: gather(simulation.log.entries), decisions: byJob(decisions) };
}

/** Lists what each unfinished Job of a run waits for; see `hindrances`. */
export function hindrancesIn(run: ReadRun, { job: name, atMs }: WhyNotQuestion): Hindrance[] {
  const { simulation, history, decisions: byKey } = run;
  const moment = readMoment(simulation, atMs, history);
  const isAsked = (ref: JobRef) => name === undefined || ref.name === name;
  const ofJobs = moment.jobs
    .filter(({ ref }) => isAsked(ref))
    .flatMap((job) => {
      if (isFinished(job.now.object)) return keptJob(job, moment).map((found) => ({ job: job.ref, ...found }));
      const own = byKey.get(`${job.ref.namespace}/${job.ref.name}`) ?? [];
      return hindrancesOf(job, moment, own, simulation).map((found) => ({ job: job.ref, ...found }));
    });
  const ofGone = moment.leftBehind
    .filter(({ ref }) => isAsked(ref))
    .flatMap((job) => keptPods(job, moment).map((found) => ({ job: job.ref, ...found })));
  return [...ofJobs, ...ofGone, ...refusedCreations(moment).filter(({ job }) => isAsked(job))];
}

function hindrancesOf(
  job: JobAtMoment,
  moment: Moment,
  decisions: readonly Decision[],
  { identities }: Simulation,
): FoundHindrance[] {
  const pods = waitingPods(job, moment);
  // What the controller last decided does not matter to a Job that is being deleted.
  const isLeaving = job.now.object.metadata.deletionTimestamp !== undefined;
  const rules = isLeaving ? [] : holdingRules(decisions, job, moment, identities);
  return [
    ...stoppedControllers(moment),
    ...heldJob(job, moment),
    ...notYetSynced(job, moment),
    ...refusedRequests(job, moment),
    // Running pods speak for themselves; for pending ones it must be said that they count as active.
    ...(pods.every(isUnderWay) ? rules.filter(({ rule }) => rule !== "enough-pods") : rules),
    ...pods,
  ];
}

/** Why a Job that has finished, and is deleted, is still there; and pods of it likewise. */
function keptJob(job: JobAtMoment, moment: Moment): FoundHindrance[] {
  if (job.now.object.metadata.deletionTimestamp === undefined) return keptPods(job, moment);
  return [...heldJob(job, moment), ...waitingPods(job, moment)];
}

function keptPods(job: JobAtMoment, moment: Moment): FoundHindrance[] {
  return waitingPods(job, moment).filter(({ cause }) => cause === "finalizer");
}

function isUnderWay({ cause }: FoundHindrance): boolean {
  return cause === "running" || cause === "besideEnded";
}

function byJob(decisions: readonly Decision[]): ReadonlyMap<string, readonly Decision[]> {
  const lists = new Map<string, Decision[]>();
  for (const decision of decisions) inMap(lists, decision.key, () => []).push(decision);
  return lists;
}
