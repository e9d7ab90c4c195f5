/** Names of nodes that pods are bound to and that do not exist (`nodeQueue`). */

import { QUARANTINE_MS } from "./settings.ts";

export class Quarantine {
  /** Until when a name waits, by name; one whose time is over may wait again beside it. */
  readonly #untilMs = new Map<string, number>();
  #over: string[] = [];

  /** Whether no name waits, or is over and not taken yet. */
  get isEmpty(): boolean {
    return this.#untilMs.size === 0 && this.#over.length === 0;
  }

  /** Lets time pass: names whose quarantine has run out. */
  advance(nowMs: number): void {
    for (const [name, untilMs] of this.#untilMs) {
      if (untilMs > nowMs) continue;
      this.#untilMs.delete(name);
      if (!this.#over.includes(name)) this.#over.push(name);
    }
  }

  /** Puts a name in, unless it waits already. */
  add(name: string, nowMs: number): void {
    if (!this.#untilMs.has(name)) this.#untilMs.set(name, nowMs + QUARANTINE_MS);
  }

  /** Takes out the names whose quarantine is over. */
  take(): readonly string[] {
    const over = this.#over;
    this.#over = [];
    return over;
  }
}
