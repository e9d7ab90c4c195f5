/** Small cooperative tasks: what a kubelet does in goroutines, as generators that wait for latches. */

import { Phase } from "../engine/event-loop.ts";
import type { KubeletChance } from "./chance.ts";

/** Where tasks get their time from, and who wakes them. */
export interface Clock {
  /** Milliseconds since the run began. */
  readonly nowMs: number;
  /** Calls `ring(timer)` of the tasks at an instant that is not before now. */
  wake(atMs: number, phase: Phase, timer: number): void;
}

/** Something that happens once; tasks wait for it. */
export class Latch {
  #open = false;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#open;
  }

  /** Lets go of all that wait; a second call does nothing. */
  open(): void {
    if (this.#open) return;
    this.#open = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Calls `go` once the latch is open: at once if it is already. */
  whenOpen(go: () => void): void {
    if (this.#open) go();
    else this.#waiting.push(go);
  }
}

/** A piece of work that yields whatever it waits for. */
export type Task<T = void> = Generator<Latch, T, undefined>;

/**
 * The tasks of one pod. What becomes ready is queued and run in turn, never from within something else, so each step
 * sees a settled state; every event from outside ends with `drain`.
 */
export class Tasks {
  readonly #clock: Clock;
  readonly #timers = new Map<number, () => void>();
  #planned = 0;
  #ready: (() => void)[] = [];
  #idle: (() => void)[] = [];
  #draining = false;

  readonly #settled: () => void;

  /** @param settled called whenever nothing is left to do at an instant */
  constructor(clock: Clock, settled: () => void) {
    this.#clock = clock;
    this.#settled = settled;
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  /** The time of a timer has come: it goes, and then all that follows from it at this instant. */
  ring(timer: number): void {
    const go = this.#timers.get(timer);
    this.#timers.delete(timer);
    if (go !== undefined) this.enter(go);
  }

  /** Runs `go` after what is ready now. */
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

  /** Runs `go` in `delayMs` milliseconds, before the world moves at that instant, or after it. */
  tickAfter(delayMs: number, order: KubeletChance["probeTick"], go: () => void): void {
    this.#plan(delayMs, order === "beforeEnds" ? Phase.timer : Phase.deliver, go);
  }

  #plan(delayMs: number, phase: Phase, go: () => void): void {
    const timer = this.#planned++;
    this.#timers.set(timer, go);
    this.#clock.wake(this.nowMs + delayMs, phase, timer);
  }

  /** A latch that opens once what is ready now has run. */
  turn(): Latch {
    const latch = new Latch();
    this.soon(() => latch.open());
    return latch;
  }

  /** A latch that opens in `delayMs` milliseconds, or at once if that is 0 or less. */
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

  /** Something comes from outside: it happens, and then all that follows from it at this instant. */
  enter(what: () => void): void {
    what();
    this.drain();
  }

  /** Runs what is ready until nothing is. */
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
