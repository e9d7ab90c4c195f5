/** Wakes watches when the log grows: once for all that was appended in one turn of the event loop. */

import type { CommitLog } from "../apiserver/log.ts";
import { HttpError } from "./status.ts";

/** Watches beyond which a server refuses more, rather than serve all badly. */
export const MAX_WATCHES = 2_000;

export class WatchHub {
  /** What wakes each watch, and what ends it. */
  readonly #watches = new Map<() => void, () => void>();
  #isAwake = false;

  /** @param ended aborted when nothing more comes of the log */
  constructor(log: CommitLog, ended?: AbortSignal) {
    log.follow(() => this.#wake());
    ended?.addEventListener("abort", () => this.#endAll(), { once: true });
  }

  /** How many watches are open. */
  get size(): number {
    return this.#watches.size;
  }

  /**
   * @param pump called when there may be something new to read
   * @param end called when nothing more will come
   */
  add(pump: () => void, end: () => void): void {
    this.#watches.set(pump, end);
  }

  remove(pump: () => void): void {
    this.#watches.delete(pump);
  }

  /** @throws HttpError 429 if no further watch is served */
  checkRoom(): void {
    if (this.#watches.size < MAX_WATCHES) return;
    const details = { retryAfterSeconds: 1 };
    throw new HttpError(429, "TooManyRequests", `too many watches: this server serves ${MAX_WATCHES}`, details);
  }

  #endAll(): void {
    for (const end of [...this.#watches.values()]) end();
  }

  #wake(): void {
    if (this.#isAwake || this.#watches.size === 0) return;
    this.#isAwake = true;
    setImmediate(() => {
      this.#isAwake = false;
      for (const pump of this.#watches.keys()) pump();
    });
  }
}
