/**
 * Tells the states of a run apart at its choices: by what is stored, by what each process has been shown and answered
 * (of programs, whose memory nobody knows, by all of it and by when), and by what is still to come.
 */

import type { LogEntry } from "../../apiserver/log.ts";
import type { ChoiceKind, ChoiceListener } from "../../simulation/choices/oracle.ts";
import { digestOf } from "../../simulation/digest.ts";
import type { Simulation } from "../../simulation/simulation.ts";

/** A choice that a run reached. */
export interface ChoicePoint {
  readonly kind: ChoiceKind;
  readonly options: number;
  readonly timeMs: number;
  /** Two points with equal states continue alike; `undefined` if states are not distinguished here. */
  readonly state: string | undefined;
}

/**
 * Choices of one run whose states are told apart: far more than a small world has. A run that never comes to rest has
 * choices without end, and each state takes as long to read as there are events that wait.
 */
const MOST_STATES = 2_000;

export class StateReader implements ChoiceListener {
  readonly points: ChoicePoint[] = [];
  readonly #firstPoint: number;
  #simulation: Simulation | undefined;
  /** The sum of what the log holds, whatever its order: two entries that commute give the same sum. */
  #log = [0, 0];
  #memory = "";
  readonly #held = new Map<string, number>();
  /** What each program was handed so far. */
  readonly #learned = new Map<string, string>();

  readonly #hasReplicas: boolean;

  /**
   * @param firstPoint the first choice at which states are distinguished
   * @param hasReplicas whether there are processes other than the controller manager, which remember when it restarts
   */
  constructor(firstPoint: number, hasReplicas: boolean) {
    this.#firstPoint = firstPoint;
    this.#hasReplicas = hasReplicas;
  }

  /** Starts to read a run. */
  read(simulation: Simulation): void {
    this.#simulation = simulation;
    // After the last deviation nobody asks for a state: most runs of a search are such.
    if (this.#firstPoint < Infinity) simulation.log.follow((entry) => this.#take(entry));
  }

  onChoice(kind: ChoiceKind, options: number, point: number): void {
    const timeMs = this.#simulation?.loop.nowMs ?? 0;
    const isRead = point >= this.#firstPoint && point < this.#firstPoint + MOST_STATES;
    this.points.push({ kind, options, timeMs, state: isRead ? this.#state(kind) : undefined });
  }

  onMemory(what: string): void {
    this.#memory += `${what};`;
  }

  onLearned(program: string, digest: string): void {
    this.#learned.set(program, digest);
  }

  onHeld(what: string, count: number): void {
    if (count === 0) this.#held.delete(what);
    else this.#held.set(what, count);
  }

  #take(entry: LogEntry): void {
    if (!this.#hasReplicas && entry.kind === "process" && entry.change === "started") this.#memory = "";
    if (entry.kind !== "commit" && entry.kind !== "process" && entry.kind !== "replica") return;
    const digest = digestOf([entry.kind === "commit" ? { ...entry, resourceVersion: 0 } : entry]);
    this.#log = this.#log.map((sum, lane) => (sum + Number.parseInt(digest.slice(8 * lane, 8 * lane + 8), 16)) >>> 0);
  }

  #state(kind: ChoiceKind): string {
    const loop = this.#simulation?.loop;
    const pending = (loop?.pendingEvents() ?? []).map(({ inMs, phase }) => `${inMs}.${phase}`).sort();
    const held = [...this.#held].map(([what, count]) => `${what} ${count}`).sort();
    const learned = [...this.#learned].map(([program, digest]) => `${program} ${digest}`).sort();
    return [loop?.nowMs, kind, ...this.#log, this.#memory, learned.join(), held.join(), pending.join()].join("|");
  }
}
