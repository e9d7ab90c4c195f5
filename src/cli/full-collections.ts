/** How often V8 collects the whole heap of this process. */

import { setFlagsFromString } from "node:v8";

/**
 * Growth of the heap from one full collection to the next, percent of what was alive after it; by its own measures, V8
 * takes 50 to 150. Each marks for a fifth of a second, half of it on the server's own thread: on two cores, with 2,000
 * watches and 1,000 requests a second, requests then wait for up to 190 ms.
 */
const GROWTH_PERCENT = 400;

/** From now on there are fewer of them, and the heap is larger in between. */
export function collectSeldom(): void {
  // Read after each collection, when V8 computes the next limit.
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
