/** What happened to each Job: status writes, user's actions, Events, refusals, restarts. */

import type { EventEntry, LogEntry } from "../../apiserver/log.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { changesOf, isPodRemoval, type LabelOf } from "./changes.ts";
import { statusPatchOf } from "./status-patch.ts";
import type { Transition } from "./transition.ts";

/**
 * Lists what happened to the Jobs of a run, in order.
 *
 * @param simulation a run, ended or stopped; without its pods' commits (recording `transitions`) the list lacks what
 * users did to pods
 * @example
 * for (const { atMs, kind } of transitions(simulate(plan))) console.log(atMs, kind);
 */
export function transitions(simulation: Simulation): Transition[] {
  const reader = new TransitionReader(simulation);
  for (const entry of simulation.log.entries) reader.read(entry);
  return reader.found;
}

export interface ReadingOptions {
  /** Status writes as JSON patches too; each takes some microseconds. */
  readonly patches?: boolean;
}

/** Turns log entries into transitions, one at a time; for readers that follow a run in progress. */
export class TransitionReader {
  readonly found: Transition[] = [];
  readonly #identities: Simulation["identities"];
  readonly #labelOf: LabelOf;
  readonly #patches: boolean;

  constructor({ identities }: Pick<Simulation, "identities">, { patches = false }: ReadingOptions = {}) {
    this.#identities = identities;
    this.#patches = patches;
    this.#labelOf = (uid) => identities.label(uid);
  }

  read(entry: LogEntry): void {
    // Most entries of a log are about the lives of pods, which are not transitions.
    if (entry.kind === "commit" && entry.resource === "pods" && !isPodRemoval(entry)) return;
    if (entry.kind === "event" && entry.regarding.kind === "Pod") this.#readPodEvent(entry);
    for (const change of changesOf(entry, this.#labelOf)) {
      if (change.kind !== "pod") this.found.push(this.#patches ? withPatch(change, entry) : change);
    }
  }

  #readPodEvent({ timeMs: atMs, regarding, type, reason, message, count, probe }: EventEntry): void {
    const { uid, namespace, fieldPath } = regarding;
    const known = this.#identities.get(uid);
    if (known === undefined) return;
    const job = { namespace, name: known.jobName };
    const [, container] = /\{(.+)\}$/.exec(fieldPath ?? "") ?? [];
    const about =
      container === undefined ? { job, pod: this.#labelOf(uid) } : { job, pod: this.#labelOf(uid), container };
    const why = probe === undefined ? {} : { probe };
    this.found.push({ kind: "event", atMs, ...about, type, reason, message, count, ...why });
  }
}

function withPatch(change: Transition, entry: LogEntry): Transition {
  if (change.kind !== "status" || entry.kind !== "commit" || entry.resource !== "jobs") return change;
  return { ...change, patch: statusPatchOf(entry) };
}
