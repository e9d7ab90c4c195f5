/** What is known of versions of objects that are not stored any more, for as long as the log can show them. */

import type { KubeObject } from "../../api/types.ts";
import type { CommitLog } from "../../apiserver/log.ts";

interface Past<V> {
  readonly value: V;
  /** Number of the log entry that ended the version, the last one that shows it. */
  readonly endedBy: number;
}

export class PastVersions<V> {
  readonly #log: CommitLog;
  /** In the order in which the versions ended. */
  readonly #known = new Map<KubeObject, Past<V>>();
  #dropped = 0;

  constructor(log: CommitLog) {
    this.#log = log;
  }

  /** Adds a version that the newest entry of the log ended. */
  add(version: KubeObject, value: V): void {
    this.#known.set(version, { value, endedBy: this.#log.length - 1 });
    this.#forgetDropped();
  }

  get(version: KubeObject): V | undefined {
    return this.#known.get(version)?.value;
  }

  /** The log drops thousands of entries at a time; in between there is nothing to forget. */
  #forgetDropped(): void {
    const { dropped } = this.#log;
    if (dropped === this.#dropped) return;
    this.#dropped = dropped;
    for (const [version, { endedBy }] of this.#known) {
      if (endedBy >= dropped) break;
      this.#known.delete(version);
    }
  }
}
