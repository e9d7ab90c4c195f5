/** What all registries share: the log, the clock, resource versions and names. */

import type { CommitLog } from "./log.ts";
import type { NameSource } from "./names.ts";

/** The state that all registries of an API server share. */
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
   * @param epochMs the instant of virtual time 0, milliseconds since 1970
   * @param commitsUnchanged whether a write that changes nothing gets a new resource version, as in some in-memory API
   *   servers for tests; a real one does not do this
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

  /** The time of timestamps, milliseconds since 1970. */
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
