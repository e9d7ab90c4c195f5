/** Notices a key that keeps coming back within one instant, such as that of a controller that its own writes wake. */

import type { EventLoop } from "../../engine/event-loop.ts";
import { endlessInstant } from "../../engine/restless.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";

/** A controller that does one thing per turn needs a turn for each object that there is when the instant begins. */
const TURNS_PER_OBJECT = 3;

export class TurnsAtOnce {
  readonly #loop: EventLoop;
  readonly #owner: string;
  readonly #objects: () => number;
  readonly #turns = new Map<string, number>();
  #atMs = -1;
  #most = MOST_AT_ONCE.turns;

  /**
   * @param owner name of the controller, for messages
   * @param objects returns how many Jobs and pods there are
   */
  constructor(loop: EventLoop, owner: string, objects: () => number) {
    this.#loop = loop;
    this.#owner = owner;
    this.#objects = objects;
  }

  /**
   * Counts a turn of a key.
   *
   * @throws RestlessError if it had too many in this instant
   */
  count(key: string): void {
    const { nowMs } = this.#loop;
    if (nowMs !== this.#atMs) {
      this.#atMs = nowMs;
      this.#turns.clear();
      this.#most = Math.max(MOST_AT_ONCE.turns, TURNS_PER_OBJECT * this.#objects());
    }
    const turns = (this.#turns.get(key) ?? 0) + 1;
    this.#turns.set(key, turns);
    if (turns <= this.#most) return;
    const times = this.#most.toLocaleString("en");
    throw endlessInstant(`${this.#owner} reconciles ${key} more than ${times} times`, nowMs);
  }
}
