/** What all registries share: the log, the clock, resource versions and names. */

import type { CommitLog } from "./log.ts";
import type { NameSource } from "./names.ts";

export class Storage {
  readonly log: CommitLog;
  readonly names: NameSource;
  readonly #nowMs: () => number;
  readonly #epochMs: number;
  #resourceVersion = 0;

  /** Whether a write that changes nothing is stored anyway; see the constructor. */
  readonly commitsUnchanged: boolean;

  /**
   * @param nowMs reads the virtual clock, milliseconds since the run began
   * @param epochMs the instant that virtual time 0 stands for, milliseconds since 1970
   * @param commitsUnchanged gives a write that changes nothing a new resource version, as some in-memory API servers do
   *   for tests; a real one does not
   */
  constructor(log: CommitLog, names: NameSource, nowMs: () => number, epochMs: number, commitsUnchanged = false) {
    this.log = log;
    this.names = names;
    this.#nowMs = nowMs;
    this.#epochMs = epochMs;
    this.commitsUnchanged = commitsUnchanged;
  }

  /** Virtual milliseconds since the run began. */
  get timeMs(): number {
    return this.#nowMs();
  }

  /** Milliseconds since 1970, as timestamps in objects are made from. */
  get instantMs(): number {
    return this.#epochMs + this.#nowMs();
  }

  /** The version of the latest change. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  nextResourceVersion(): number {
    return ++this.#resourceVersion;
  }
}
