/**
 * What controllers of an author write again and again: if that is much of what a run does, the run is not large but
 * restless. The controllers of Kubernetes are known to come to rest.
 */

import { type Actor, type LogEntry, resourceOf } from "../../apiserver/log.ts";

/** An object, or a kind of which new objects are created, and who writes it. */
export interface WrittenAgain {
  /** In words. */
  readonly what: string;
  readonly times: number;
}

export class MostWritten {
  readonly #times = new Map<string, number>();
  readonly #actors: ReadonlySet<Actor>;
  #entries = 0;

  /** @param actors names of the author's controllers */
  constructor(actors: Iterable<Actor>) {
    this.#actors = new Set(actors);
  }

  /** Takes the next entry of the log. */
  see(entry: LogEntry): void {
    this.#entries++;
    if (entry.kind !== "commit" && entry.kind !== "request") return;
    const { actor, verb } = entry;
    if (!this.#actors.has(actor)) return;
    const { namespace, name } = entry.kind === "commit" ? entry.object.metadata : entry;
    const resource = entry.kind === "commit" ? resourceOf(entry) : entry.resource;
    const object = verb === "create" ? resource : `${resource} ${namespace}/${name}`;
    const what = `${actor} sends ${verb} of ${object}`;
    this.#times.set(what, (this.#times.get(what) ?? 0) + 1);
  }

  /** What makes up a tenth of the entries or more; of several, what is written most often. */
  get most(): WrittenAgain | undefined {
    const [first] = [...this.#times].sort(([, a], [, b]) => b - a);
    if (first === undefined || first[1] * 10 < this.#entries) return undefined;
    return { what: first[0], times: first[1] };
  }
}
