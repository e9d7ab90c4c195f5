/** The turns of async functions between two events of the virtual clock. */

import { nextTick } from "node:process";
import { setImmediate as macrotask } from "node:timers/promises";

/** Turns of async functions after which the rest of the program has its own. */
const TURNS_IN_A_ROW = 1_000;

/** Resolves when the rest of the program had its turn: timers of the runtime, signals, messages. */
export async function othersHadTheirTurn(): Promise<void> {
  await macrotask();
}

/** The turns of one run. */
export class Turns {
  #awaited = false;
  #inARow = 0;

  /** Whether an async function waits for its turn. */
  get isAwaited(): boolean {
    return this.#awaited;
  }

  /** Notes that work of an async function may be under way. */
  await(): void {
    this.#awaited = true;
  }

  /**
   * Resolves when everything is done that async functions can do without asking the world again.
   *
   * Node runs all promise reactions, those that they lead to among them, before the next tick. No timer of the runtime
   * fires in between, so nothing depends on how fast the machine is.
   */
  taken(): Promise<void> {
    this.#awaited = false;
    this.#inARow++;
    return new Promise((resolve) => nextTick(resolve));
  }

  /** Called before time moves on; by now whoever waits for a timer of the runtime has been found out. */
  async leaveSomeToOthers(): Promise<void> {
    if (this.#inARow < TURNS_IN_A_ROW) return;
    this.#inARow = 0;
    await othersHadTheirTurn();
  }
}
