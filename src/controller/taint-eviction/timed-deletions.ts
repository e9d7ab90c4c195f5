/** Delayed deletions of pods (`TimedWorkerQueue`). */

import { type EventLoop, Phase } from "../../engine/event-loop.ts";

/** Executes a deletion and calls `done` when it is over. */
export type Carry = (key: string, done: () => void) => void;

interface Waiting {
  readonly createdMs: number;
}

export class TimedDeletions {
  readonly #loop: EventLoop;
  readonly #carry: Carry;
  /** Pending and running deletions. */
  readonly #work = new Map<string, Waiting | "running">();
  #stopped = false;

  constructor(loop: EventLoop, carry: Carry) {
    this.#loop = loop;
    this.#carry = carry;
  }

  /** When the pending deletion was added; `undefined` if there is none. */
  plannedMs(key: string): number | undefined {
    const work = this.#work.get(key);
    return work === undefined || work === "running" ? undefined : work.createdMs;
  }

  /** `AddWork`: does nothing if a deletion is pending or running. */
  add(key: string, delayMs: number): void {
    if (this.#work.has(key)) return;
    const { nowMs } = this.#loop;
    const waiting: Waiting | "running" = delayMs <= 0 ? "running" : { createdMs: nowMs };
    this.#work.set(key, waiting);
    this.#loop.schedule(nowMs + Math.max(0, Math.ceil(delayMs)), Phase.control, () => {
      if (!this.#stopped && this.#work.get(key) === waiting) this.#begin(key);
    });
  }

  /** `CancelWork`: returns whether a deletion was pending; a running one continues. */
  cancel(key: string): boolean {
    const work = this.#work.get(key);
    this.#work.delete(key);
    return work !== undefined && work !== "running";
  }

  stop(): void {
    this.#stopped = true;
    this.#work.clear();
  }

  #begin(key: string): void {
    this.#work.set(key, "running");
    this.#carry(key, () => this.#work.delete(key));
  }
}
