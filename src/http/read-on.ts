/** Reads on in the log for an index of a resource's current objects, whenever it is asked for something. */

import type { CommitLog } from "../apiserver/log.ts";
import type { RestResource, StoredChange } from "./resources/resource.ts";

export class ReadOn {
  readonly #resource: RestResource;
  readonly #log: CommitLog;
  /** Number of the first log entry that was not read. */
  #position = 0;

  constructor(resource: RestResource, log: CommitLog) {
    this.#resource = resource;
    this.#log = log;
  }

  /** How many entries have not been read; all that may have been about anything if the log let go of some. */
  get unread(): number {
    return this.#position < this.#log.dropped ? Number.POSITIVE_INFINITY : this.#log.length - this.#position;
  }

  /** Everything up to now is known otherwise. */
  skip(): void {
    this.#position = this.#log.length;
  }

  /** Calls `found` for each change of the resource since the last time. */
  changes(found: (change: StoredChange) => void): void {
    const { entries, dropped, length } = this.#log;
    for (let number = this.#position; number < length; number++) {
      const entry = entries[number - dropped];
      const change = entry === undefined ? undefined : this.#resource.changeOf(entry, number);
      if (change !== undefined) found(change);
    }
    this.#position = length;
  }
}
