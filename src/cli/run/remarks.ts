/** What may puzzle people at the end of a run. */

import { fieldNotes } from "../../analysis/field-classes/notes.ts";
import { LONGEST_RUN_MS } from "../../analysis/longest-run.ts";
import type { JobSummary, RunSummary } from "../../analysis/summary.ts";
import { foreignFinalizers } from "../../analysis/why-not/held-finalizers.ts";
import { managerOf, queueOf } from "../../analysis/why-not/held-jobs.ts";
import { isFinishedType } from "../../api/finished-job.ts";
import { formatDuration } from "../../scenario/duration.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Ending, Played } from "./play.ts";
import { unusedRules } from "./unused-rules.ts";

/** A run, and what it was made from. */
interface RemarkedRun extends Played {
  readonly loaded: LoadedScenario;
}

/** Says why a run ended while a Job was not finished, unless the user chose its end. */
export function remarks(
  { ending, excess = "", simulation, loaded }: RemarkedRun,
  { jobs, totals }: RunSummary,
): string[] {
  const held = jobs.flatMap((job) => heldUp(job, simulation) ?? []);
  const open = jobs.filter(
    (job) => (job.outcome === "Running" || job.outcome === "Suspended") && heldUp(job, simulation) === undefined,
  );
  const names = someOf(open.map(({ name, outcome }) => `Job ${name} is still ${outcome}`)).join(", ");
  return [
    ...someOf(held),
    ...fieldNotes(loaded),
    ...(totals.pods.created === 0 ? [] : unusedRules(simulation, loaded.document)),
    ...endOf(ending, excess, names, simulation),
  ];
}

/** The most Jobs that are named; nobody reads more. */
const MOST_NAMED = 5;

function someOf(texts: readonly string[]): readonly string[] {
  const more = texts.length - MOST_NAMED;
  return more > 0 ? [...texts.slice(0, MOST_NAMED), `and ${more} more Jobs likewise`] : texts;
}

function endOf(ending: Ending, excess: string, names: string, { loop, plan, deadEnd }: Simulation): string[] {
  if (ending === "deadEnd") return [`stopped after ${formatDuration(loop.nowMs)}: ${deadEnd}`];
  if (ending === "bound") {
    const longest = formatDuration(LONGEST_RUN_MS);
    return [`stopped after ${longest}, the longest run without --until${names === "" ? "" : `; ${names}`}`];
  }
  if (ending === "full") {
    return [`stopped, as ${excess}${names === "" ? "" : `; ${names}`}`];
  }
  if (names === "" || plan.untilMs !== undefined) return [];
  return [`nothing is left to happen, but ${names}`];
}

/** If nothing happens for a Job, says who would have to act and how it can be played; nothing for the others. */
function heldUp({ name, namespace, outcome }: JobSummary, { server, plan }: Simulation): string | undefined {
  const job = server.jobs.jobs.get(namespace, name);
  if (job === undefined) return undefined;
  const foreign = foreignFinalizers(job);
  if (job.metadata.deletionTimestamp !== undefined && foreign.length > 0) {
    return `Job ${name} is deleted, but stays until its finalizer ${foreign.join(", ")} is removed, which nothing here does`;
  }
  if (isFinishedType(outcome)) return undefined;
  const managedBy = managerOf(job);
  if (managedBy !== undefined) {
    return `Job ${name} is managed by ${managedBy}, so the Job controller leaves it alone; to play it as if it were its own: --set spec.managedBy=null`;
  }
  if (job.spec.suspend !== true) return undefined;
  const queue = queueOf(job);
  const isPlayed = plan.queues?.some(({ name: known }) => known === queue) === true;
  if (isPlayed)
    return `Job ${name} is suspended, and waits for the queue ${queue}; explain --why-not says what it lacks`;
  const who =
    queue === undefined ? "nothing here resumes it" : `a queue (${queue}) would resume it, but there is none here`;
  return `Job ${name} is suspended, and ${who}; to play it as if it were resumed at once: --set spec.suspend=false`;
}
