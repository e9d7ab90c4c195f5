/** Exponential back-off by key, which expires after a while: for crash loops of containers and image pulls. */

interface Entry {
  delayMs: number;
  /** When the key was last started, or last failed. */
  lastMs: number;
}

export interface BackOffSettings {
  readonly initialMs: number;
  readonly maxMs: number;
  /** An entry that is not used for longer than this expires. */
  readonly resetMs: number;
  /** When expired entries are removed, counted from the beginning of the run; without it, as soon as they expire. */
  readonly sweep?: { readonly everyMs: number; readonly offsetMs: number };
}

export class BackOff {
  readonly #settings: BackOffSettings;
  readonly #entries = new Map<string, Entry>();

  constructor(settings: BackOffSettings) {
    this.#settings = settings;
  }

  /** The current delay. */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /**
   * The remaining delay, counted from `sinceMs`; 0 if there is none.
   *
   * @param sinceMs when the container ended
   */
  remainingMs(key: string, sinceMs: number, nowMs: number): number {
    const entry = this.#entry(key, nowMs);
    if (entry === undefined || this.#isStale(sinceMs, entry)) return 0;
    return Math.max(0, sinceMs + entry.delayMs - nowMs);
  }

  /** The remaining delay, counted from the last failure. */
  remainingSinceLastMs(key: string, nowMs: number): number {
    const entry = this.#entry(key, nowMs);
    return entry === undefined ? 0 : Math.max(0, entry.lastMs + entry.delayMs - nowMs);
  }

  /** Sets the next delay: the initial one for a new or stale key, otherwise twice the last one. */
  next(key: string, sinceMs: number, nowMs: number): void {
    const entry = this.#entry(key, nowMs);
    const { initialMs, maxMs } = this.#settings;
    const fresh = entry === undefined || this.#isStale(sinceMs, entry);
    this.#entries.set(key, { delayMs: fresh ? initialMs : Math.min(entry.delayMs * 2, maxMs), lastMs: nowMs });
  }

  #entry(key: string, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#lastSweepMs(nowMs) - entry.lastMs > this.#settings.resetMs) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }

  #lastSweepMs(nowMs: number): number {
    const { sweep } = this.#settings;
    if (sweep === undefined) return nowMs;
    return Math.floor((nowMs - sweep.offsetMs) / sweep.everyMs) * sweep.everyMs + sweep.offsetMs;
  }

  #isStale(sinceMs: number, { lastMs }: Entry): boolean {
    return sinceMs - lastMs > this.#settings.resetMs;
  }
}
