/** Cooperative tasks: the goroutines of the kubelet, as generators that wait for latches. */

import { Phase } from "../engine/event-loop.ts";
import type { KubeletChance } from "./chance.ts";

/** The clock and timers of tasks. */
export interface Clock {
  /** Milliseconds since the run began. */
  readonly nowMs: number;
  /** Schedules a call of `ring(timer)` at `atMs`, which is not before now. */
  wake(atMs: number, phase: Phase, timer: number): void;
}

/** A one-time event that tasks can wait for. */
export class Latch {
  #open = false;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#open;
  }

  /** Resumes all waiting tasks; a second call does nothing. */
  open(): void {
    if (this.#open) return;
    this.#open = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Calls `go` once the latch is open, immediately if it already is. */
  whenOpen(go: () => void): void {
    if (this.#open) go();
    else this.#waiting.push(go);
  }
}

/** A task, which yields the latches that it waits for. */
export type Task<T = void> = Generator<Latch, T, undefined>;

/**
 * The tasks of one pod. Ready steps are queued and run one after the other, never nested, so that each sees a
 * consistent state; every outside event ends with `drain`.
 */
export class Tasks {
  readonly #clock: Clock;
  readonly #timers = new Map<number, () => void>();
  #planned = 0;
  #ready: (() => void)[] = [];
  #idle: (() => void)[] = [];
  #draining = false;

  readonly #settled: () => void;

  /** @param settled called when nothing is left to do at an instant */
  constructor(clock: Clock, settled: () => void) {
    this.#clock = clock;
    this.#settled = settled;
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  /** Fires a timer, and then runs everything that follows from it at this instant. */
  ring(timer: number): void {
    const go = this.#timers.get(timer);
    this.#timers.delete(timer);
    if (go !== undefined) this.enter(go);
  }

  /** Runs `go` after everything that is ready now. */
  soon(go: () => void): void {
    this.#ready.push(go);
  }

  /** Runs `go` at this instant, once nothing else is ready. */
  whenIdle(go: () => void): void {
    this.#idle.push(go);
  }

  /** Runs `go` in `delayMs` milliseconds (0 or more). */
  after(delayMs: number, go: () => void): void {
    this.#plan(delayMs, Phase.world, go);
  }

  /** Runs `go` in `delayMs` milliseconds, before or after the world events of that instant. */
  tickAfter(delayMs: number, order: KubeletChance["probeTick"], go: () => void): void {
    this.#plan(delayMs, order === "beforeEnds" ? Phase.timer : Phase.deliver, go);
  }

  #plan(delayMs: number, phase: Phase, go: () => void): void {
    const timer = this.#planned++;
    this.#timers.set(timer, go);
    this.#clock.wake(this.nowMs + delayMs, phase, timer);
  }

  /** A latch that opens once everything that is ready now has run. */
  turn(): Latch {
    const latch = new Latch();
    this.soon(() => latch.open());
    return latch;
  }

  /** A latch that opens in `delayMs` milliseconds, immediately if that is 0 or less. */
  sleep(delayMs: number): Latch {
    const latch = new Latch();
    if (delayMs <= 0) latch.open();
    else this.after(delayMs, () => latch.open());
    return latch;
  }

  /** Starts a task; `done` is called with its result. */
  spawn<T>(task: Task<T>, done?: (result: T) => void): void {
    const advance = (): void => {
      for (;;) {
        const next = task.next();
        if (next.done === true) {
          done?.(next.value);
          return;
        }
        if (next.value.isOpen) continue;
        next.value.whenOpen(() => this.soon(advance));
        return;
      }
    };
    advance();
  }

  /** Runs an outside event, and then everything that follows from it at this instant. */
  enter(what: () => void): void {
    what();
    this.drain();
  }

  /** Runs ready steps until there are none. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    for (;;) {
      if (this.#ready.length === 0) {
        const next = this.#idle.shift();
        if (next === undefined) break;
        next();
        continue;
      }
      const ready = this.#ready;
      this.#ready = [];
      for (const go of ready) go();
    }
    this.#draining = false;
    this.#settled();
  }
}
