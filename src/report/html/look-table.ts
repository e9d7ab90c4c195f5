/** Every look that pods have in a run, each once. */

import type { Pod } from "../../api/types.ts";
import { podLook } from "./pod-look.ts";
import type { Seen } from "./pod-tracks.ts";
import type { PodLook } from "./report-data.ts";

export class LookTable {
  readonly all: PodLook[] = [];
  readonly #seen = new Map<string, Seen>();
  // Pods that take a step together share one status object: the one seen last is nearly always the right one.
  #last: { readonly pod: Pod; readonly seen: Seen } | undefined;

  see(pod: Pod): Seen {
    if (this.#last !== undefined && looksAlike(this.#last.pod, pod)) return this.#last.seen;
    const seen = this.#entryOf(podLook(pod));
    this.#last = { pod, seen };
    return seen;
  }

  #entryOf(look: PodLook): Seen {
    const key = JSON.stringify(look);
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const { kind, restarts } = look;
    const entry: Seen = {
      look: this.all.push(look) - 1,
      isUnusual: restarts > 0 || kind === "failed" || kind === "waiting" || kind === "terminating",
      hasEnded: kind === "succeeded" || kind === "failed",
    };
    this.#seen.set(key, entry);
    return entry;
  }
}

function looksAlike(a: Pod, b: Pod): boolean {
  return (
    a.status === b.status &&
    a.spec.containers.length === b.spec.containers.length &&
    (a.metadata.deletionTimestamp === undefined) === (b.metadata.deletionTimestamp === undefined)
  );
}
