/** Delays that double, by key, and are forgotten after a while: crash loops of containers, pulls of images. */

interface Entry {
  delayMs: number;
  /** When the key was last started (or failed). */
  lastMs: number;
}

export interface BackOffSettings {
  readonly initialMs: number;
  readonly maxMs: number;
  /** An entry that nobody has touched for longer than this is forgotten. */
  readonly resetMs: number;
  /** When entries are swept out, counted from the run's begin; without it, as soon as they are old. */
  readonly sweep?: { readonly everyMs: number; readonly offsetMs: number };
}

export class BackOff {
  readonly #settings: BackOffSettings;
  readonly #entries = new Map<string, Entry>();

  constructor(settings: BackOffSettings) {
    this.#settings = settings;
  }

  /** The delay that is in force. */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /**
   * How much of the delay is left, counted from `sinceMs`; 0 if none is.
   *
   * @param sinceMs when the container ended
   */
  remainingMs(key: string, sinceMs: number, nowMs: number): number {
    const entry = this.#entry(key, nowMs);
    if (entry === undefined || this.#isStale(sinceMs, entry)) return 0;
    return Math.max(0, sinceMs + entry.delayMs - nowMs);
  }

  /** How much of the delay is left, counted from the last failure. */
  remainingSinceLastMs(key: string, nowMs: number): number {
    const entry = this.#entry(key, nowMs);
    return entry === undefined ? 0 : Math.max(0, entry.lastMs + entry.delayMs - nowMs);
  }

  /** Takes the next delay: the first one for a new or stale key, else twice the last. */
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
