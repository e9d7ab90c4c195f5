/**
 * Commits of pods that nobody has read yet, kept in columns instead of objects; there are five per pod.
 *
 * Most runs are read when they are over, and many never, and a watch sees all commits of an instant when the instant is
 * over. A column costs a quarter of an object, and gives JavaScript's garbage collector nothing to traverse.
 */

import type { Pod } from "../api/types.ts";
import type { Actor, CommitType, PodCommit, Verb } from "./log-entry.ts";

const TYPES = ["ADDED", "MODIFIED", "DELETED"] as const satisfies readonly CommitType[];
const INITIAL_CAPACITY = 64;

export class PackedCommits {
  #pods: Pod[] = [];
  #timesMs = new Float64Array(INITIAL_CAPACITY);
  #slots = new Int32Array(INITIAL_CAPACITY);
  #types = new Uint8Array(INITIAL_CAPACITY);
  #callers = new Uint16Array(INITIAL_CAPACITY);
  /** The distinct pairs of verb and actor so far: a handful. */
  readonly #pairs: { readonly verb: Verb; readonly actor: Actor }[] = [];
  /** The pod of each slot before the first commit that is still packed. */
  readonly #last: (Pod | undefined)[] = [];

  get size(): number {
    return this.#pods.length;
  }

  /** Packs a commit; returns its index. */
  add({ timeMs, slot, type, verb, actor, object, previous }: PodCommit): number {
    const at = this.#pods.length;
    if (at === this.#timesMs.length) this.#grow();
    if (previous !== undefined) this.#last[slot] ??= previous;
    this.#pods.push(object);
    this.#timesMs[at] = timeMs;
    this.#slots[at] = slot;
    this.#types[at] = type === "ADDED" ? 0 : type === "MODIFIED" ? 1 : 2;
    this.#callers[at] = this.#callerOf(verb, actor);
    return at;
  }

  /** The time of the commit at an index. */
  timeMsAt(at: number): number {
    return this.#timesMs[at] ?? 0;
  }

  /** Returns the commit at an index; commits must be unpacked in order, each once. */
  unpack(at: number): PodCommit | undefined {
    const object = this.#pods[at];
    const caller = this.#pairs[this.#callers[at] ?? 0];
    if (object === undefined || caller === undefined) return undefined;
    const slot = this.#slots[at] ?? 0;
    const type = TYPES[this.#types[at] ?? 0] ?? "MODIFIED";
    const previous = type === "ADDED" ? undefined : this.#last[slot];
    this.#last[slot] = type === "DELETED" ? undefined : object;
    return {
      kind: "commit",
      timeMs: this.#timesMs[at] ?? 0,
      resourceVersion: Number(object.metadata.resourceVersion),
      type,
      resource: "pods",
      verb: caller.verb,
      actor: caller.actor,
      slot,
      object,
      previous,
    };
  }

  clear(): void {
    this.#pods = [];
  }

  #callerOf(verb: Verb, actor: Actor): number {
    for (let at = 0; at < this.#pairs.length; at++) {
      const pair = this.#pairs[at];
      if (pair?.verb === verb && pair.actor === actor) return at;
    }
    return this.#pairs.push({ verb, actor }) - 1;
  }

  #grow(): void {
    const capacity = this.#timesMs.length * 2;
    this.#timesMs = grown(this.#timesMs, new Float64Array(capacity));
    this.#slots = grown(this.#slots, new Int32Array(capacity));
    this.#types = grown(this.#types, new Uint8Array(capacity));
    this.#callers = grown(this.#callers, new Uint16Array(capacity));
  }
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
