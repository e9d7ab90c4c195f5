/** The order in which the containers of a pod are stopped (terminationOrdering; semantics 11, section 4.3). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { Latch, type Task, type Tasks } from "../tasks.ts";

export class TerminationOrder {
  readonly #ended = new Map<string, Latch>();
  #lastEndedByItself = false;
  /** For each sidecar, what must have ended before it is stopped. */
  readonly #before = new Map<string, readonly Latch[]>();

  constructor({ inits, mains }: PodPlan, running: ReadonlySet<string>) {
    const mainsEnded = mains.map(({ name }) => this.#latchOf(name, running));
    let later: Latch | undefined;
    for (const { name, role } of inits.toReversed()) {
      const ended = this.#latchOf(name, running);
      if (role !== "sidecar") continue;
      this.#before.set(name, later === undefined ? mainsEnded : [...mainsEnded, later]);
      later = ended;
    }
  }

  /** Waits for the turn of a container; returns the whole seconds that it waited, at most its grace period. */
  *waitForTurn(name: string, graceSeconds: number, tasks: Tasks): Task<number> {
    const since = tasks.nowMs;
    const timeUp = tasks.sleep(secondsToDurationMs(graceSeconds));
    for (const ended of this.#before.get(name) ?? []) {
      yield firstOf(ended, timeUp);
      if (timeUp.isOpen) break;
    }
    return wholeSeconds(tasks.nowMs - since, this.#lastEndedByItself && !timeUp.isOpen);
  }

  /** @param byItself whether it ended at the end of its run and not because of a signal */
  ended(name: string, byItself: boolean): void {
    this.#lastEndedByItself = byItself;
    this.#ended.get(name)?.open();
  }

  #latchOf(name: string, running: ReadonlySet<string>): Latch {
    const latch = new Latch();
    if (!running.has(name)) latch.open();
    this.#ended.set(name, latch);
    return latch;
  }
}

/** Whole seconds of a wait. Real waits start slightly late, so a wait for a fixed time is a bit shorter than it. */
export function wholeSeconds(waitedMs: number, endWasFixed: boolean): number {
  return Math.max(0, Math.floor((endWasFixed ? waitedMs - 1 : waitedMs) / 1000));
}

/** A latch that opens with the first of the given latches. */
export function firstOf(...latches: readonly Latch[]): Latch {
  const first = new Latch();
  for (const latch of latches) latch.whenOpen(() => first.open());
  return first;
}
