/** Remembers the last result of a status step, so that pods taking the same step in the same second share it. */

import type { PodStatus } from "../api/types.ts";

interface Memory {
  readonly from: PodStatus;
  readonly key: string | number;
  readonly to: PodStatus;
}

/** Enough for the distinct steps that interleave within one second of a large Job. */
const SLOTS = 64;

export class SharedStatus {
  readonly #slots = new Map<string | number, Memory>();

  /**
   * The status that `make` gives for `from`, or the one it gave for the same `from` and `key` before.
   *
   * @param key everything besides `from` that `make` depends on
   */
  step(from: PodStatus, key: string, make: (from: PodStatus) => PodStatus): PodStatus {
    const known = this.#slots.get(key);
    if (known !== undefined && known.from === from) return known.to;
    const to = make(from);
    if (this.#slots.size >= SLOTS) this.#slots.clear();
    this.#slots.set(key, { from, key, to });
    return to;
  }
}
