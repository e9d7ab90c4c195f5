/** The turns of async functions between two events of the virtual clock. */

import { setImmediate as macrotask } from "node:timers/promises";

/**
 * Resolves when everything is done that async functions can do without asking the world again.
 *
 * Node runs all promise reactions before the next macrotask, so this waits for as many as there are, in an order that
 * depends on nothing outside. No time passes that a run could see.
 */
export async function promisesSettled(): Promise<void> {
  await macrotask();
}
