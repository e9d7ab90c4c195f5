/**
 * Stops playing a run that only repeats itself: if an idle world of CronJobs is the same three times in a row, one
 * period of its schedules apart, the remaining whole periods are skipped and their figures added.
 */

import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import { PERIODS, type Period, repeatsEvery } from "../../api/schedule/repetition.ts";
import { parseScheduleOf } from "../../controller/cronjob/start.ts";
import { endOfAction } from "../../simulation/actions/table.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { followOutcomes, type RunOutcomes } from "../follow-outcomes.ts";
import { onlyAdds, type UnplayedPeriods, withMorePeriods } from "./more-periods.ts";
import { isRepeatable } from "./repeatable.ts";
import { stillWorld } from "./still-world.ts";

const MINUTE_MS = 60_000;
/** Runs begin at full minutes: the world is checked when most Jobs of the minute are over. */
const LOOK_AT_MS = 59_000;
/** A world that was busy at the end of this many minutes is checked less often, at other minutes of the hour. */
const MANY_BUSY_LOOKS = 60;
const RARELY_MS = 61 * MINUTE_MS;

/** An idle world, and the outcomes of the run up to then. */
interface Look {
  readonly text: string;
  readonly outcomes: RunOutcomes;
}

export class Repetition {
  readonly #simulation: Simulation;
  readonly #read: () => RunOutcomes;
  readonly #untilMs: number;
  /** Idle worlds that are the same, the latest last. */
  #alike: readonly Look[] = [];
  #busyLooks = 0;
  #period: Period | undefined;
  #unplayed: UnplayedPeriods | undefined;
  #nextLookMs: number;

  /**
   * @param simulation which has not begun to run, and has no controllers other than those of Kubernetes
   * @param read returns its outcomes so far
   */
  constructor(simulation: Simulation, read: () => RunOutcomes) {
    const { plan } = simulation;
    this.#simulation = simulation;
    this.#read = read;
    this.#untilMs = plan.untilMs ?? Number.POSITIVE_INFINITY;
    this.#nextLookMs = isRepeatable(plan) ? firstLookMs(plan) : Number.POSITIVE_INFINITY;
  }

  /** How far the run is to be played now; `goesOn` says whether there is more. */
  get stopMs(): number {
    return Math.min(this.#nextLookMs, this.#endMs);
  }

  get #endMs(): number {
    return this.#untilMs - (this.#unplayed === undefined ? 0 : this.#unplayed.times * this.#unplayed.periodMs);
  }

  /** Must be called when everything up to `stopMs` has happened. */
  goesOn(): boolean {
    if (this.#nextLookMs > this.#endMs) return false;
    this.#simulation.loop.run(this.#nextLookMs);
    this.#nextLookMs = this.#look(this.#nextLookMs);
    return true;
  }

  /** The outcomes of the run, once it has ended. */
  outcomes(): RunOutcomes {
    const played = this.#read();
    return this.#unplayed === undefined ? played : withMorePeriods(played, this.#unplayed);
  }

  /** Checks the world, and returns when to check it again. */
  #look(atMs: number): number {
    const text = stillWorld(this.#simulation);
    if (text === undefined) {
      this.#alike = [];
      return atMs + (++this.#busyLooks < MANY_BUSY_LOOKS ? MINUTE_MS : RARELY_MS);
    }
    this.#period ??= this.#findPeriod();
    if (this.#period === undefined) return Number.POSITIVE_INFINITY;
    const periodMs = this.#period.seconds * 1_000;
    const look = { text, outcomes: this.#read() };
    this.#alike = this.#alike.at(-1)?.text === text ? [...this.#alike.slice(-2), look] : [look];
    const [first, second, third] = this.#alike;
    if (first === undefined || second === undefined || third === undefined) return atMs + periodMs;
    const times = Math.floor((this.#untilMs - atMs) / periodMs);
    const unplayed = { before: second.outcomes, after: third.outcomes, periodMs, times };
    if (!onlyAdds(unplayed)) return atMs + periodMs;
    this.#unplayed = unplayed;
    return Number.POSITIVE_INFINITY;
  }

  /** The shortest period after which the times of all schedules repeat until the end of the run. */
  #findPeriod(): Period | undefined {
    const { server, plan } = this.#simulation;
    const fromSecond = Math.floor(server.storage.instantMs / 1_000);
    const untilSecond = Math.ceil((plan.epochMs + this.#untilMs) / 1_000);
    const schedules = [...server.objects.list(CRON_JOB)].map(({ spec }) => parseScheduleOf(spec));
    return PERIODS.find((period) =>
      schedules.every(
        (parsed) => "schedule" in parsed && repeatsEvery(parsed.schedule, period, fromSecond, untilSecond),
      ),
    );
  }
}

/** The end of the minute in which the last action ends. */
function firstLookMs({ actions }: SimulationPlan): number {
  const settledMs = Math.max(0, ...actions.map(endOfAction));
  return Math.floor(settledMs / MINUTE_MS) * MINUTE_MS + LOOK_AT_MS;
}

/**
 * The outcomes of a plan, played only until it repeats itself.
 *
 * @example
 * console.log(playOutcomes(plan).summary.totals.complete);
 */
export function playOutcomes(plan: SimulationPlan): RunOutcomes {
  const simulation = new Simulation(plan, { record: "none" });
  const repetition = new Repetition(simulation, followOutcomes(simulation));
  do simulation.loop.run(repetition.stopMs);
  while (repetition.goesOn());
  return repetition.outcomes();
}
