/** What held Jobs back for the longest before a moment at which nothing holds them back any more. */

import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { type Hindrance, isProgress } from "./hindrance.ts";
import { hindrancesIn, readRun, type WhyNotQuestion } from "./hindrances.ts";

/** Shorter waits are how any Job works: syncs gather changes for a second, and containers take a while to start. */
const SHORTEST_MS = 5_000;
/** Stretches of one Job that are looked at: of a Job that runs for long, most are its pods at work. */
const MOST_STRETCHES = 5;
/** With more Jobs, it has to be said which one is meant. */
const MOST_JOBS = 20;

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Lists what held each Job back in the longest stretch in which nothing was written of it and its pods.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @param decisions as `onDecision` of the simulation received them
 * @returns by Job; nothing for a Job that never waited for 5 s, and nothing at all for more than 20 Jobs
 * @example
 * for (const { holder, sinceMs } of longestWaits(simulation, decisions, { atMs })) console.log(holder, sinceMs);
 */
export function longestWaits(
  simulation: Simulation,
  decisions: readonly Decision[],
  { job: name, atMs }: WhyNotQuestion,
): Hindrance[] {
  const writes = writesOf(simulation.log.entries, atMs);
  const asked = [...writes].filter(([key]) => name === undefined || key.endsWith(`/${name}`));
  if (asked.length > MOST_JOBS) return [];
  const run = readRun(simulation, decisions);
  return asked.flatMap(([key, instants]) => {
    for (const { toMs } of longestStretches(instants)) {
      const held = hindrancesIn(run, { job: key.split("/")[1], atMs: toMs - 1 }).filter(
        (one) => `${one.job.namespace}/${one.job.name}` === key && !isProgress(one),
      );
      if (held.length > 0) return held;
    }
    return [];
  });
}

/** When something was written of each Job or of a pod of it, by namespace and name. */
function writesOf(entries: readonly LogEntry[], atMs: number): Map<string, number[]> {
  const writes = new Map<string, number[]>();
  for (const entry of entries) {
    if (entry.kind !== "commit" || entry.timeMs > atMs) continue;
    if (entry.resource !== "jobs" && entry.resource !== "pods") continue;
    const { namespace, name, ownerReferences } = entry.object.metadata;
    const owner = entry.resource === "jobs" ? { kind: "Job", name } : controllerNameOf(ownerReferences);
    if (owner?.kind !== "Job") continue;
    const key = `${namespace}/${owner.name}`;
    const instants = writes.get(key);
    if (instants === undefined) writes.set(key, [entry.timeMs]);
    else instants.push(entry.timeMs);
  }
  return writes;
}

function longestStretches(instants: readonly number[]): readonly Stretch[] {
  return instants
    .slice(1)
    .map((toMs, i): Stretch => ({ fromMs: instants[i] ?? toMs, toMs }))
    .filter(({ fromMs, toMs }) => toMs - fromMs >= SHORTEST_MS)
    .sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
    .slice(0, MOST_STRETCHES);
}
