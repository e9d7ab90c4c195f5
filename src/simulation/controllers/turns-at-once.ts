/** Notices a key that keeps coming back within one instant, such as that of a controller that its own writes wake. */

import type { EventLoop } from "../../engine/event-loop.ts";
import { endlessInstant } from "../../engine/restless.ts";

/**
 * Turns that a key may have in one instant. Busy instants have many keys, not many turns of one: if 100,000 pods change
 * at once, each has its own key, and a key that all of them share is added once for all. Only a controller that does
 * one thing per turn needs a turn for each, and ten thousand things at once are more than any check has. A loop reaches
 * this in less than a second.
 */
export const MOST_TURNS_AT_ONCE = 10_000;

export class TurnsAtOnce {
  readonly #loop: EventLoop;
  readonly #owner: string;
  readonly #turns = new Map<string, number>();
  #atMs = -1;

  /** @param owner name of the controller, for messages */
  constructor(loop: EventLoop, owner: string) {
    this.#loop = loop;
    this.#owner = owner;
  }

  /**
   * Counts a turn of a key.
   *
   * @throws RestlessError if it had too many in this instant
   */
  count(key: string): void {
    const { nowMs } = this.#loop;
    if (nowMs !== this.#atMs) this.#turns.clear();
    this.#atMs = nowMs;
    const turns = (this.#turns.get(key) ?? 0) + 1;
    this.#turns.set(key, turns);
    if (turns <= MOST_TURNS_AT_ONCE) return;
    const times = MOST_TURNS_AT_ONCE.toLocaleString("en");
    throw endlessInstant(`${this.#owner} reconciles ${key} more than ${times} times`, nowMs);
  }
}
