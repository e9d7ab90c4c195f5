/** The turns of async functions between two events of the virtual clock. */

import { nextTick } from "node:process";
import { setImmediate as macrotask } from "node:timers";

/** After this many turns of async functions, the rest of the program gets one. */
const TURNS_IN_A_ROW = 1_000;

/** Resolves when the rest of the program has had its turn: timers of the runtime, signals, messages. */
export async function othersHadTheirTurn(): Promise<void> {
  await new Promise<void>((resolve) => macrotask(resolve));
}

/** The turns of one run. */
export class Turns {
  #awaited = false;
  #inARow = 0;

  /** Whether an async function waits for its turn. */
  get isAwaited(): boolean {
    return this.#awaited;
  }

  /** Notes that an async function may have work to do. */
  await(): void {
    this.#awaited = true;
  }

  /**
   * Resolves when async functions have done everything that they can do without another request.
   *
   * In a promise reaction Node runs all others, those that they lead to among them, before the next tick. In a callback
   * of the runtime, such as that of a timer or of a message, the tick comes first: so it is planned in a reaction. No
   * timer of the runtime fires in between, so nothing depends on how fast the machine is.
   */
  async taken(): Promise<void> {
    this.#awaited = false;
    this.#inARow++;
    await undefined;
    await new Promise<void>((resolve) => nextTick(resolve));
  }

  /** Whether the rest of the program should get a turn before time moves on. */
  get isOthersTurn(): boolean {
    return this.#inARow >= TURNS_IN_A_ROW;
  }

  /** Called before time moves on; a function that waits for a timer of the runtime has been detected by now. */
  async leaveSomeToOthers(): Promise<void> {
    this.#inARow = 0;
    await othersHadTheirTurn();
  }
}
