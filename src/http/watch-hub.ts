/** Wakes watches when the log grows: once for all that was appended in one turn of the event loop. */

import type { CommitLog } from "../apiserver/log.ts";
import { HttpError } from "./status.ts";

/** Watches beyond which a server refuses more, rather than serve all badly. */
export const MAX_WATCHES = 2_000;

export class WatchHub {
  readonly #watches = new Set<() => void>();
  #isAwake = false;

  constructor(log: CommitLog) {
    log.follow(() => this.#wake());
  }

  /** How many watches are open. */
  get size(): number {
    return this.#watches.size;
  }

  /** @param pump called when there may be something new to read */
  add(pump: () => void): void {
    this.#watches.add(pump);
  }

  remove(pump: () => void): void {
    this.#watches.delete(pump);
  }

  /** @throws HttpError 429 where no further watch is served */
  checkRoom(): void {
    if (this.#watches.size < MAX_WATCHES) return;
    const details = { retryAfterSeconds: 1 };
    throw new HttpError(429, "TooManyRequests", `too many watches: this server serves ${MAX_WATCHES}`, details);
  }

  #wake(): void {
    if (this.#isAwake || this.#watches.size === 0) return;
    this.#isAwake = true;
    setImmediate(() => {
      this.#isAwake = false;
      for (const pump of this.#watches) pump();
    });
  }
}
