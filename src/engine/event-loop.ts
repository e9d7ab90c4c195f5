/**
 * The only place where virtual time moves: events ordered by (time, phase, sequence).
 *
 * Time is whole milliseconds since the run began. Events of one instant run by phase, then in the order in which they
 * were scheduled, so a run is one fixed sequence whatever machine it is on.
 */

import { EventQueue } from "./event-queue.ts";
import { endlessInstant } from "./restless.ts";

/**
 * What happens first within one instant. The world (pods, users, writes that take effect) moves before caches learn of
 * it, caches are current before controllers work, and a controller cleans up after Jobs that are gone before it sees to
 * those that remain. Whether a timer that is due fires before the world moves, or after everything else, is up to
 * whoever sets it: in a real cluster chance decides, and recordings show both. `late` events see all of that done.
 */
export const Phase = { timer: 0, world: 1, deliver: 2, cleanUp: 3, control: 4, late: 5 } as const;
/** The phase of an event at an instant. */
export type Phase = (typeof Phase)[keyof typeof Phase];

/** Something that takes numbered steps: its events need no function object each. */
export interface Stepper {
  /** Takes a step at its instant. */
  takeStep(step: number): void;
  /** What the event that waits is about, for who compares two worlds; `NOTHING` if it will do nothing. */
  about?(): string;
}

/** What a pending event is about that has lost its purpose. */
export const NOTHING = "";

/** An event that waits. */
export interface PendingEvent {
  readonly inMs: number;
  readonly phase: number;
  /** Absent if the event does not say. */
  readonly about: string | undefined;
}

const PHASES = 8;

/**
 * A virtual clock with its pending events.
 *
 * @example
 * const loop = new EventLoop();
 * loop.schedule(250, Phase.world, () => console.log(loop.nowMs));
 * loop.run(1000); // prints 250
 */
export class EventLoop {
  #nowMs = 0;
  /** Instant and phase of the event that is running. */
  #key = 0;
  #executed = 0;
  /** How many events had run when the current instant began. */
  #executedBefore = 0;
  #mostAtOnce = Number.POSITIVE_INFINITY;
  readonly #queue = new EventQueue();
  // What the pending events do, by their slot in the queue; there is no slot 0.
  readonly #actions: (Stepper | (() => void) | undefined)[] = [undefined];
  readonly #steps: number[] = [0];
  #chooser: ((count: number) => number) | undefined;

  /** The current virtual instant, in milliseconds since the run began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The phase of the event that is running. */
  get phase(): number {
    return this.#key % PHASES;
  }

  /** How many events are pending. */
  get pending(): number {
    return this.#queue.size;
  }

  /** How many events have run. */
  get executed(): number {
    return this.#executed;
  }

  /**
   * Plans `action` for the instant `atMs`; an instant that has passed means now.
   *
   * @param atMs whole milliseconds since the run began, at most 2^50
   * @param phase place within that instant
   */
  schedule(atMs: number, phase: Phase, action: () => void): void {
    this.#plan(atMs, phase, action, 0);
  }

  /**
   * Plans a step of `stepper` for the instant `atMs`: what `schedule` does, for events that come by the million.
   *
   * @param step a whole number that is handed back
   */
  scheduleStep(atMs: number, phase: Phase, stepper: Stepper, step: number): void {
    this.#plan(atMs, phase, stepper, step);
  }

  /**
   * Lets a callback choose which of several events of one instant and phase comes first, instead of the order in which
   * they were planned.
   *
   * @param choose gets how many there are, 2 or more, and gives the number of one, from 0
   */
  chooseWith(choose: (count: number) => number): void {
    this.#chooser = choose;
  }

  /**
   * Ends a run whose clock does not move on any more: `step` and `run` throw a `RestlessError` then.
   *
   * @param mostEvents that may happen in one instant; any number by default
   */
  limitInstants(mostEvents: number): void {
    this.#mostAtOnce = mostEvents;
  }

  /** The pending events, with when each comes in milliseconds from now; in no order. */
  pendingEvents(): readonly PendingEvent[] {
    return this.#actions.flatMap((action, slot) => {
      if (action === undefined) return [];
      const key = this.#queue.keyOf(slot);
      const about = typeof action === "function" ? undefined : action.about?.();
      return [{ inMs: Math.floor(key / PHASES) - this.#nowMs, phase: key % PHASES, about }];
    });
  }

  /** The instant of the next event, or `undefined` if none is pending. */
  peek(): number | undefined {
    return this.#queue.size === 0 ? undefined : Math.floor(this.#queue.firstKey / PHASES);
  }

  /** Runs the next event; returns whether there was one. */
  step(): boolean {
    const key = this.#queue.firstKey;
    const slot = this.#chooser === undefined ? this.#queue.take() : this.#takeChosen(this.#chooser);
    if (slot === 0) return false;
    const action = this.#actions[slot];
    const step = this.#steps[slot] ?? 0;
    this.#actions[slot] = undefined;
    this.#key = key;
    const nowMs = Math.floor(key / PHASES);
    if (nowMs !== this.#nowMs) {
      this.#nowMs = nowMs;
      this.#executedBefore = this.#executed;
    } else if (this.#executed - this.#executedBefore >= this.#mostAtOnce) {
      throw endlessInstant(`more than ${this.#mostAtOnce.toLocaleString("en")} events follow each other`, nowMs);
    }
    this.#executed++;
    if (typeof action === "function") action();
    else action?.takeStep(step);
    return true;
  }

  /** Runs all events up to and including the instant `untilMs`, and leaves the clock there. */
  run(untilMs: number): void {
    const lastKey = untilMs * PHASES + (PHASES - 1);
    while (this.#queue.firstKey <= lastKey && this.step());
    if (untilMs > this.#nowMs && Number.isFinite(untilMs)) this.#nowMs = untilMs;
  }

  #takeChosen(choose: (count: number) => number): number {
    const count = this.#queue.firstCount;
    const nth = count < 2 ? 0 : choose(count);
    return nth === 0 ? this.#queue.take() : this.#queue.takeLater(nth);
  }

  #plan(atMs: number, phase: Phase, action: Stepper | (() => void), step: number): void {
    const slot = this.#queue.add(Math.max(atMs, this.#nowMs) * PHASES + phase);
    this.#actions[slot] = action;
    this.#steps[slot] = step;
  }
}
