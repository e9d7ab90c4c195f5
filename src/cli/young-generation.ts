/** Keeps V8's young generation small if a larger one does more harm than good. */

import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** V8 13, which Node 24 has, lets the space grow to 128 MB; before, it stopped at 32. */
const FIRST_LARGE_V8 = 13;

/** Beyond this size, the space only costs memory, and time to bring it into the caches of the processor. */
const ENOUGH_BYTES = 30 * 2 ** 20;

/** What a server has: a collection of four megabytes takes a millisecond or two, and requests wait for it. */
const SMALL_BYTES = 7 * 2 ** 20;

/** How often the size is looked at until a small space is full grown, which it is after a few requests. */
const LOOK_MS = 10;

/** Stops the growth of the young generation of this process when it is large enough; asked again and again. */
export class YoungGeneration {
  #enoughBytes: number;

  /** @param v8 the version of V8, such as `13.6.233.10-node.28` */
  constructor(v8: string) {
    this.#enoughBytes = Number.parseInt(v8, 10) >= FIRST_LARGE_V8 ? ENOUGH_BYTES : Number.POSITIVE_INFINITY;
  }

  /** Returns whether the space stays as it is from now on. */
  hold(): boolean {
    if (this.#enoughBytes === 0) return true;
    if (this.#enoughBytes === Number.POSITIVE_INFINITY) return false;
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    if (space === undefined || space.space_size < this.#enoughBytes) return false;
    this.#enoughBytes = 0;
    // Read whenever V8 is about to enlarge the space, unlike the flags for its size, which are read at the start.
    setFlagsFromString("--semi-space-growth-factor=1");
    return true;
  }

  /** Keeps the space so small that each of its collections is short; many of them cost more time in all. */
  keepSmall(): void {
    this.#enoughBytes = SMALL_BYTES;
    if (this.hold()) return;
    const timer = setInterval(() => {
      if (this.hold()) clearInterval(timer);
    }, LOOK_MS);
    timer.unref();
  }
}
