/**
 * The clock of a controller process: virtual time, and timers that are lost with the process.
 *
 * A process that stops waits for the answers to its calls but not for its timers.
 */

import type { Actor } from "../../apiserver/log.ts";
import { Phase } from "../../engine/event-loop.ts";
import type { Host } from "./controllers.ts";

/** A pending timer. */
export interface ClockTimer {
  /** Cancels the timer; does nothing if it has fired. */
  cancel(): void;
}

/** The callback of a timer. A promise is awaited, and its rejection ends the run. */
export type TimerCallback = () => void | Promise<void>;

/** Time for async functions of controllers. */
export interface ReconcileClock {
  /** The current instant, in milliseconds since 1970. */
  readonly instantMs: () => number;
  /** Resolves after `delayMs` of virtual time; never if the process ends before. */
  readonly sleep: (delayMs: number) => Promise<void>;
  /** Calls a function after `delayMs` of virtual time, unless the process ends before. */
  readonly after: (delayMs: number, callback: TimerCallback) => ClockTimer;
}

export class ProcessClock implements ReconcileClock {
  readonly #host: Pick<Host, "loop" | "server" | "awaitTurn" | "observer">;
  readonly #actor: Actor;
  readonly #pending = new Set<ClockTimer>();
  #fired: () => void = () => {};
  #stopped = false;

  /** @param actor whose process it is */
  constructor(host: Pick<Host, "loop" | "server" | "awaitTurn" | "observer">, actor: Actor) {
    this.#host = host;
    this.#actor = actor;
  }

  /** Whether timers are pending or were lost with the process. */
  get isBusy(): boolean {
    return this.#stopped || this.#pending.size > 0;
  }

  /** Sets a callback for when a timer has fired. */
  onFired(fired: () => void): void {
    this.#fired = fired;
  }

  readonly instantMs = (): number => this.#host.server.storage.instantMs;

  readonly sleep = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      this.after(delayMs, resolve);
    });

  readonly after = (delayMs: number, callback: TimerCallback): ClockTimer => {
    if (!Number.isFinite(delayMs)) throw new RangeError(`a timer of ${delayMs} ms never fires`);
    const timer: ClockTimer = { cancel: () => this.#pending.delete(timer) };
    if (this.#stopped) return timer;
    this.#pending.add(timer);
    const { loop } = this.#host;
    loop.schedule(loop.nowMs + Math.max(0, Math.ceil(delayMs)), Phase.control, () => {
      if (this.#pending.delete(timer)) this.#fire(callback);
    });
    return timer;
  };

  /** Drops all timers, at the end of the process. */
  stop(): void {
    this.#stopped = true;
    this.#pending.clear();
  }

  #fire(callback: TimerCallback): void {
    const { loop, awaitTurn, observer } = this.#host;
    awaitTurn();
    const fired = observer === undefined ? callback() : observer.within({ actor: this.#actor }, callback);
    Promise.resolve(fired).catch((error: unknown) => {
      loop.schedule(loop.nowMs, Phase.control, () => {
        throw error;
      });
    });
    this.#fired();
  }
}
