/**
 * The work queue of Kubernetes' controllers: a key is queued at most once, is never processed twice at the same time,
 * and can be added after a delay, which grows with each error in a row.
 *
 * Rules: client-go `util/workqueue` (queue, delaying queue, rate limiter); semantics 03, section 1.
 */

import { type EventLoop, NOTHING, Phase, type Stepper } from "../engine/event-loop.ts";
import { Breather, ROUND_TRIP_MS } from "./breather.ts";

/** Delay before the next retry of a key that failed `failures` times in a row (from 0). */
export type RetryDelay = (failures: number) => number;

/** What the queue knows of a key. */
interface KeyState {
  /** Needs processing: is among the ready keys, or was added while it is processed. */
  dirty: boolean;
  processing: boolean;
  /** The earliest due time; later ones are dropped. */
  dueMs: number | undefined;
  /** Failures in a row. */
  failures: number;
}

/** The due time of a key, as it waits in the event loop. */
class DueKey implements Stepper {
  readonly #key: string;
  readonly #state: KeyState;
  readonly #dueMs: number;
  readonly #handle: DueHandler;
  readonly #owner: string;

  constructor(key: string, state: KeyState, dueMs: number, handle: DueHandler, owner: string) {
    this.#key = key;
    this.#state = state;
    this.#dueMs = dueMs;
    this.#handle = handle;
    this.#owner = owner;
  }

  /** False if an earlier due time has replaced this one. */
  get #isMeant(): boolean {
    return this.#state.dueMs === this.#dueMs;
  }

  takeStep(): void {
    if (this.#isMeant) this.#handle(this.#key, this.#state);
  }

  about(): string {
    return this.#isMeant ? `${this.#owner} ${this.#key}` : NOTHING;
  }
}

type DueHandler = (key: string, state: KeyState) => void;

/** Idle keys that are kept: most runs have few Jobs, whose keys are added again and again. */
const MOST_IDLE_KEYS = 256;

export class WorkQueue {
  readonly #loop: EventLoop;
  readonly #retryDelay: RetryDelay;
  readonly #timerPhase: Phase;
  readonly #owner: string;
  #ready: string[] = [];
  readonly #keys = new Map<string, KeyState>();
  readonly #breather = new Breather();
  #head = 0;
  #stopped = false;
  #wake: (phase: Phase) => void = () => {};
  /** One function for all due times. */
  readonly #due: DueHandler = (key, state) => {
    state.dueMs = undefined;
    this.#makeReady(key, this.#timerPhase);
  };

  /**
   * @param timerPhase phase in which due times are handled
   * @param owner name of the controller, to tell its pending keys apart when two worlds are compared
   */
  constructor(loop: EventLoop, retryDelay: RetryDelay, timerPhase: Phase = Phase.control, owner = "") {
    this.#loop = loop;
    this.#owner = owner;
    this.#timerPhase = timerPhase;
    this.#retryDelay = retryDelay;
  }

  /** Registers a callback for when a key becomes ready; it gets the phase in which the key may be processed. */
  onReady(wake: (phase: Phase) => void): void {
    this.#wake = wake;
  }

  /** Adds a key to the ready queue, unless it is already there. */
  add(key: string): void {
    this.#makeReady(key, Phase.control);
  }

  /** Adds a key after a delay. Without a delay the key is ready at once, and a pending due time stays in place. */
  addAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const dueMs = this.#loop.nowMs + delayMs;
    const state = this.#stateOf(key);
    if (state.dueMs !== undefined && state.dueMs <= dueMs) return;
    this.#setTimer(key, state, dueMs);
  }

  #setTimer(key: string, state: KeyState, dueMs: number): void {
    state.dueMs = dueMs;
    this.#loop.scheduleStep(dueMs, this.#timerPhase, new DueKey(key, state, dueMs, this.#due, this.#owner), 0);
  }

  /** Adds a key after the delay for its failures so far. */
  addRateLimited(key: string): void {
    const state = this.#stateOf(key);
    this.addAfter(key, this.#retryDelay(state.failures++));
  }

  /**
   * The retry delay for the failures of a key so far; 0 if it has none.
   *
   * Kubernetes up to 1.27 also delays events by it, not just retries.
   */
  earnedDelayMs(key: string): number {
    const failures = this.#keys.get(key)?.failures ?? 0;
    return failures === 0 ? 0 : this.#retryDelay(failures - 1);
  }

  /**
   * Adds a key again without an error: after the retry delay for its failures, if it has any, otherwise at once.
   *
   * "At once" means after a round trip to the API server, so that time advances even if a key is requeued forever.
   */
  requeue(key: string): void {
    const delayMs = this.earnedDelayMs(key);
    if (delayMs > 0) this.addAfter(key, delayMs);
    else this.#addSoon(key);
  }

  /** Adds a key at once, unless it was added so often at this instant that time must advance first. */
  addPromptly(key: string): void {
    if (this.#breather.delayMs(key, this.#loop.nowMs) > 0) this.#addSoon(key);
    else this.add(key);
  }

  /** Unlike `addAfter`, this leaves a pending due time in place. */
  #addSoon(key: string): void {
    this.#loop.schedule(this.#loop.nowMs + ROUND_TRIP_MS, this.#timerPhase, () => this.add(key));
  }

  /** Resets the failures of a key. */
  forget(key: string): void {
    const state = this.#keys.get(key);
    if (state !== undefined) state.failures = 0;
  }

  /** Takes the next ready key; `done` must follow. */
  take(): string | undefined {
    const key = this.#ready[this.#head];
    if (key === undefined) return undefined;
    this.#head++;
    if (this.#head === this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
    }
    const state = this.#stateOf(key);
    state.dirty = false;
    state.processing = true;
    return key;
  }

  /** Marks a key as processed; if it was added in the meantime, it becomes ready again. */
  done(key: string): void {
    const state = this.#stateOf(key);
    state.processing = false;
    if (this.#stopped || !state.dirty) {
      if (this.#keys.size > MOST_IDLE_KEYS && isIdle(state)) this.#keys.delete(key);
      return;
    }
    this.#ready.push(key);
    this.#wake(Phase.control);
  }

  #makeReady(key: string, phase: Phase): void {
    if (this.#stopped) return;
    const state = this.#stateOf(key);
    if (state.dirty) return;
    state.dirty = true;
    if (state.processing) return;
    this.#ready.push(key);
    this.#wake(phase);
  }

  #stateOf(key: string): KeyState {
    let state = this.#keys.get(key);
    if (state === undefined) {
      state = { dirty: false, processing: false, dueMs: undefined, failures: 0 };
      this.#keys.set(key, state);
    }
    return state;
  }

  /** Drops everything: the process that owned the queue is gone. */
  stop(): void {
    this.#stopped = true;
    this.#ready = [];
    this.#head = 0;
    for (const state of this.#keys.values()) state.dueMs = undefined;
    this.#keys.clear();
  }
}

/** Whether the state of a key can be dropped. */
function isIdle({ dirty, processing, dueMs, failures }: KeyState): boolean {
  return !dirty && !processing && dueMs === undefined && failures === 0;
}

/** Exponential backoff: `baseMs`, doubled with each failure, at most `maxMs`. */
export function exponentialDelay(baseMs: number, maxMs: number): RetryDelay {
  return (failures) => Math.min(baseMs * 2 ** failures, maxMs);
}

/** The backoff of client-go's default rate limiters: 5 ms, doubled with each failure, at most 1000 s. */
export const defaultRetryDelay: RetryDelay = exponentialDelay(5, 1_000_000);
