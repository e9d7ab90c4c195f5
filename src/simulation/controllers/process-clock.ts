/**
 * The clock of a controller process: virtual time, and timers that are lost with the process, as those of a real one.
 *
 * A process that stops waits for the answers to its calls, and not for its timers.
 */

import { Phase } from "../../engine/event-loop.ts";
import type { Host } from "./controllers.ts";

/** A pending timer. */
export interface ClockTimer {
  /** Forgets the timer; nothing happens if it has fired. */
  cancel(): void;
}

/** What a timer does; a promise is awaited, and its rejection ends the run as any mistake does. */
export type TimerCallback = () => void | Promise<void>;

/** What the functions of controllers know of time. */
export interface ReconcileClock {
  /** Milliseconds since 1970. */
  readonly instantMs: () => number;
  /** Resolves after so many milliseconds of virtual time; never if the process ends before. */
  readonly sleep: (delayMs: number) => Promise<void>;
  /** Calls a function after so many milliseconds of virtual time, unless the process ends before. */
  readonly after: (delayMs: number, callback: TimerCallback) => ClockTimer;
}

export class ProcessClock implements ReconcileClock {
  readonly #host: Pick<Host, "loop" | "server" | "awaitTurn">;
  readonly #pending = new Set<ClockTimer>();
  #fired: () => void = () => {};
  #stopped = false;

  constructor(host: Pick<Host, "loop" | "server" | "awaitTurn">) {
    this.#host = host;
  }

  /** Whether somebody may still be woken, or waits for what is lost with the process. */
  get isBusy(): boolean {
    return this.#stopped || this.#pending.size > 0;
  }

  /** Registers what is called after a timer has fired. */
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

  /** Loses all timers: the process is at its end. */
  stop(): void {
    this.#stopped = true;
    this.#pending.clear();
  }

  #fire(callback: TimerCallback): void {
    const { loop, awaitTurn } = this.#host;
    awaitTurn();
    Promise.resolve(callback()).catch((error: unknown) => {
      loop.schedule(loop.nowMs, Phase.control, () => {
        throw error;
      });
    });
    this.#fired();
  }
}
