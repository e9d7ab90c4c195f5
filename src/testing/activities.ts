/** What each write of a custom controller is based on: everything that its reconcile had read by then. */

import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor, LogEntry } from "../apiserver/log.ts";
import type { Request } from "../apiserver/requests.ts";
import type { Activity, Reading, ReconcileObserver } from "../simulation/controllers/reconcile-observer.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** A reading with its time. */
export interface TimedReading extends Reading {
  readonly timeMs: number;
}

/** A write, by its place in the log. */
export interface ObservedWrite {
  readonly entry: number;
  readonly activity: Activity;
  readonly readings: readonly TimedReading[];
}

interface Sent {
  readonly activity: Activity;
  readonly request: Request;
  /** Of the readings of its activity, how many there were by then. */
  readonly read: number;
}

/** Collects the writes of a run. */
export class Activities implements ReconcileObserver {
  readonly writes: ObservedWrite[] = [];
  readonly #storage = new AsyncLocalStorage<Activity>();
  readonly #readings = new Map<Activity, TimedReading[]>();
  /** What was sent and has not taken effect yet, oldest first. */
  readonly #sent: Sent[] = [];
  #length = 0;
  #nowMs = () => 0;

  /** Begins to follow a run. */
  follow({ log, loop }: Pick<Simulation, "log" | "loop">): void {
    this.#nowMs = () => loop.nowMs;
    log.follow((entry) => {
      this.#take(entry, this.#length);
      this.#length++;
    });
  }

  within<T>(activity: Activity, work: () => T): T {
    return this.#storage.run(activity, work);
  }

  get current(): Activity | undefined {
    return this.#storage.getStore();
  }

  read(activity: Activity, reading: Reading): void {
    const timed = { ...reading, timeMs: this.#nowMs() };
    const readings = this.#readings.get(activity);
    if (readings === undefined) this.#readings.set(activity, [timed]);
    else readings.push(timed);
  }

  sent(activity: Activity, request: Request): void {
    this.#sent.push({ activity, request, read: this.#readings.get(activity)?.length ?? 0 });
  }

  #take(entry: LogEntry, at: number): void {
    if (entry.kind !== "commit" && entry.kind !== "request") return;
    const { actor, verb } = entry;
    const name = entry.kind === "commit" ? entry.object.metadata.name : entry.name;
    const found = this.#sent.findIndex(({ activity, request }) => isMeant(activity, request, { actor, verb, name }));
    const sent = this.#sent[found];
    if (sent === undefined) return;
    this.#sent.splice(found, 1);
    const readings = this.#readings.get(sent.activity)?.slice(0, sent.read) ?? [];
    this.writes.push({ entry: at, activity: sent.activity, readings });
  }
}

interface Written {
  readonly actor: Actor;
  readonly verb: string;
  readonly name: string;
}

/** Whether an entry of the log is the effect of a request. */
function isMeant(activity: Activity, request: Request, { actor, verb, name }: Written): boolean {
  if (activity.actor !== actor || request.verb !== verb) return false;
  return !("name" in request) || request.name === name;
}
