/** Keeps V8's young generation small on releases whose default is more than helps a simulation. */

import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** V8 13, which Node 24 has, lets the space grow to 128 MB; before, it stopped at 32. */
const FIRST_LARGE_V8 = 13;

/** Beyond this size, the space only costs memory, and time to bring it into the caches of the processor. */
const ENOUGH_BYTES = 30 * 2 ** 20;

/** Stops the growth of the young generation of this process when it is large enough; asked again and again. */
export class YoungGeneration {
  #mayGrow: boolean;

  /** @param v8 the version of V8, such as `13.6.233.10-node.28` */
  constructor(v8: string) {
    this.#mayGrow = Number.parseInt(v8, 10) >= FIRST_LARGE_V8;
  }

  hold(): void {
    if (!this.#mayGrow) return;
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    if (space === undefined || space.space_size < ENOUGH_BYTES) return;
    this.#mayGrow = false;
    // Read whenever V8 is about to enlarge the space, unlike the flags for its size, which are read at the start.
    setFlagsFromString("--semi-space-growth-factor=1");
  }
}
