/**
 * Plays the parts of a search in this thread, and in others if what is left pays for starting them. What parts show
 * adds up in their order, so that the result does not depend on who played what.
 */

import type { Explored, ExploreProgress } from "../../testing/explore/progress.ts";
import { ScheduleSearch } from "../../testing/explore/schedule-search.ts";
import { playAsync, playWhile } from "../../testing/playing.ts";
import { Pulse, type SharedPulse } from "../../testing/pulse.ts";
import type { Environment } from "../environment.ts";
import { programsOf } from "../own-words.ts";
import type { ExploreFlags } from "./flags.ts";
import { OrderedProgress } from "./ordered-progress.ts";
import type { PlannedSearch } from "./plan-search.ts";
import { helpWith } from "./search-threads.ts";
import { readState, writeState } from "./state-file.ts";

/** A thread compiles everything for itself, which costs a second: others are started once this one is warm. */
const WARM_AFTER_MS = 1_000;
/** Runs between two looks at the outside world: a part may take minutes. */
const RUNS_A_LOOK = 100;
/** What the usual schedule counts as, which comes before all parts. */
const USUAL_PART = -1;
/** They are started if this thread alone would still need so long: a thread that has just begun is slow for seconds. */
const PAYS_FROM_MS = 5_000;

export interface SearchOutcome {
  readonly progress: ExploreProgress;
  /** Schedules that were played now. */
  readonly played: number;
}

/** What is searched, and by how many. */
export interface SharedSearch {
  readonly planned: PlannedSearch;
  readonly flags: ExploreFlags;
  readonly workers: number;
  /** The pulses of the threads, the first of which is this one; absent if nobody watches them. */
  readonly pulses: readonly SharedPulse[] | undefined;
}

/** @throws InputError if the state file is of another search */
export async function searchShared(
  { planned, flags, workers, pulses }: SharedSearch,
  environment: Environment,
): Promise<SearchOutcome> {
  const { interrupted, wallMs, breathe } = environment;
  const [own, ...others] = pulses ?? [];
  const pulse = own === undefined ? undefined : new Pulse(own);
  const { read, save } = stateOf(planned, flags, environment);
  const from = read();
  const search = new ScheduleSearch(planned.world, planned.options);
  pulse?.play(USUAL_PART);
  const usual = await playAsync(search.begin());
  const progress = new OrderedProgress(from ?? { ...usual, done: 0, of: search.parts }, save);
  const firstDone = progress.sum.done;
  const startedMs = wallMs();
  const untilMs = flags.time === undefined ? Number.POSITIVE_INFINITY : startedMs + flags.time * 1000;
  let next = firstDone;
  const take = () => (next < search.parts && !interrupted.aborted && wallMs() < untilMs ? next++ : undefined);
  const give = (at: number, explored: Explored) => progress.add(at, explored);
  /** Whether so much is left that other threads would be warm before its end. */
  const pays = () => {
    const elapsedMs = wallMs() - startedMs;
    const leftMs = (elapsedMs * (search.parts - next)) / Math.max(1, next - firstDone);
    return elapsedMs >= WARM_AFTER_MS && leftMs >= PAYS_FROM_MS;
  };
  let help: Promise<void> | undefined;
  let runs = 0;
  const mayGoOn = async () => {
    if (++runs % RUNS_A_LOOK === 0) await breathe();
    return !interrupted.aborted;
  };
  for (let at = take(); at !== undefined; at = take()) {
    pulse?.play(at);
    const explored = await playWhile(search.part(at), mayGoOn);
    if (explored === undefined) break;
    give(at, explored);
    await breathe();
    if (help !== undefined || workers === 1 || !pays()) continue;
    help = helpWith(flags, { threads: workers - 1, parts: { take, give }, pulses: others, stop: interrupted });
    // Its failure is thrown when it is awaited.
    help.catch(() => {});
  }
  pulse?.rest();
  await help;
  save(progress.sum);
  return { progress: progress.sum, played: progress.sum.schedules - (from?.schedules ?? 0) };
}

/** The file of `--state`, and what a terminal shows meanwhile. */
function stateOf(
  { world, options }: PlannedSearch,
  { state, ...flags }: ExploreFlags,
  { stderr, readFile }: Environment,
) {
  const programs = flags.go === undefined ? undefined : programsOf(flags);
  const scope = { world, programs, deviations: options.deviations, kinds: options.kinds, shard: options.shard };
  return {
    read: () => (state === undefined ? undefined : readState(state, scope, readFile)),
    save: (sum: ExploreProgress) => {
      if (state !== undefined) writeState(state, scope, sum);
      if (stderr.isTerminal) stderr.write(`\r${sum.done} of ${sum.of} parts, ${sum.schedules} schedules`);
    },
  };
}
