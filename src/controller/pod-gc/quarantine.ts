/** Names of missing nodes that pods are bound to (`nodeQueue`). */

import { QUARANTINE_MS } from "./settings.ts";

export class Quarantine {
  /** When the quarantine of each name ends; a name can be added again before it is taken. */
  readonly #untilMs = new Map<string, number>();
  #over: string[] = [];

  /** Whether no name is in quarantine or waits to be taken. */
  get isEmpty(): boolean {
    return this.#untilMs.size === 0 && this.#over.length === 0;
  }

  /** Ends the quarantine of names whose time has passed. */
  advance(nowMs: number): void {
    for (const [name, untilMs] of this.#untilMs) {
      if (untilMs > nowMs) continue;
      this.#untilMs.delete(name);
      if (!this.#over.includes(name)) this.#over.push(name);
    }
  }

  /** Puts a name into quarantine, unless it is there already. */
  add(name: string, nowMs: number): void {
    if (!this.#untilMs.has(name)) this.#untilMs.set(name, nowMs + QUARANTINE_MS);
  }

  /** Returns and removes the names whose quarantine is over. */
  take(): readonly string[] {
    const over = this.#over;
    this.#over = [];
    return over;
  }
}
