/** The watches of one process, whose deliveries come at once or are held for a while. */

import { type LogEntry, resourceOf } from "../../apiserver/log.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { type FirstLists, withFirstLists } from "../faults/old-lists.ts";
import type { ChosenWorld } from "./chosen-world.ts";
import { DELIVERIES, type Oracle } from "./oracle.ts";

interface Held {
  readonly entry: LogEntry;
  readonly dueMs: number;
}

/** How long a watch lags, as a multiple of the lag: long enough to include the consequences of the first change. */
const LAGS = 2;

/** Controllers of one process share their watches, as they do in kube-controller-manager. */
export class ChosenWatches {
  readonly #loop: EventLoop;
  readonly #oracle: Oracle;
  readonly #heldMs: number;
  readonly #owner: string;
  readonly #first: FirstLists;
  readonly #listeners: ((entry: LogEntry) => void)[] = [];
  /** Entries that are not shown yet, oldest first, by resource; their order never changes. */
  readonly #held = new Map<string, Held[]>();
  readonly #laggingUntilMs = new Map<string, number>();

  /**
   * @param owner name of the process, which distinguishes the watches of several processes
   * @param first old first lists; other resources are listed as they are stored now
   */
  constructor(
    { loop, oracle, heldMs }: Pick<ChosenWorld, "loop" | "oracle" | "heldMs">,
    owner: string,
    first: FirstLists = new Map(),
  ) {
    this.#loop = loop;
    this.#oracle = oracle;
    this.#heldMs = heldMs;
    this.#owner = owner;
    this.#first = first;
  }

  /** The lists of a process, and its watches with the deliveries that the oracle chooses. */
  listWatch(direct: ListWatch): ListWatch {
    return {
      ...(this.#first.size === 0 ? direct : withFirstLists(direct, this.#first)),
      isComplete: false,
      follow: (listener) => {
        if (this.#listeners.length === 0) {
          this.#catchUp();
          direct.follow((entry) => this.#take(entry));
        }
        this.#listeners.push(listener);
      },
    };
  }

  /** Changes since an old list are shown with the same delay. */
  #catchUp(): void {
    for (const [resource, { since, behindMs }] of this.#first) {
      const held = since.map((entry) => ({ entry, dueMs: entry.timeMs + behindMs }));
      this.#held.set(resource, held);
      this.#noteHeld(resource, held.length);
      for (const { dueMs } of held) this.#loop.schedule(dueMs, Phase.world, () => this.#flush(resource));
    }
  }

  #take(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    const resource = resourceOf(entry);
    const held = this.#held.get(resource) ?? [];
    const delivery = DELIVERIES[this.#oracle.choose("delivery", DELIVERIES.length)] ?? "atOnce";
    if (delivery === "lagging") this.#laggingUntilMs.set(resource, entry.timeMs + LAGS * this.#heldMs);
    const isLate = delivery === "held" || entry.timeMs <= (this.#laggingUntilMs.get(resource) ?? -1);
    if (!isLate && held.length === 0) {
      this.#show(entry);
      return;
    }
    const dueMs = Math.max(isLate ? entry.timeMs + this.#heldMs : entry.timeMs, held.at(-1)?.dueMs ?? 0);
    this.#held.set(resource, [...held, { entry, dueMs }]);
    this.#noteHeld(resource, held.length + 1);
    this.#loop.schedule(dueMs, Phase.world, () => this.#flush(resource));
  }

  #flush(resource: string): void {
    const { nowMs } = this.#loop;
    const held = this.#held.get(resource) ?? [];
    const due = held.filter(({ dueMs }) => dueMs <= nowMs);
    this.#held.set(resource, held.slice(due.length));
    this.#noteHeld(resource, held.length - due.length);
    for (const { entry } of due) this.#show(entry);
  }

  #noteHeld(resource: string, count: number): void {
    this.#oracle.hold(`${this.#owner} ${resource}`, count);
  }

  #show(entry: LogEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}
