/** Records actions of clients, for a scenario that repeats them. */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { TimedAction } from "../../simulation/plan.ts";

type WithoutTime<A> = A extends TimedAction ? Omit<A, "atMs"> : never;

/** An action of a client, without its time. */
export type UserAction = WithoutTime<TimedAction>;

/** Receives the actions of clients. */
export interface Recorder {
  record(action: TimedAction): void;
}

/** Records nothing. */
export class SilentRecorder implements Recorder {
  record(): void {
    // Recording was not requested.
  }
}

/** Maximum number of recorded actions, so that a load test of the server does not fill its memory. */
export const MAX_ACTIONS = 100_000;
/** How many actions are compressed at once: some milliseconds of work. */
const BLOCK = 250;

/** Records actions in order. Clients write much that is alike, so all but the latest are kept as compressed text. */
export class ActionRecorder implements Recorder {
  readonly #blocks: Uint8Array[] = [];
  #latest: TimedAction[] = [];
  #isComplete = true;

  /** Whether every action was recorded. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The actions so far; made from what is kept of them. */
  get actions(): readonly TimedAction[] {
    return [...this.#blocks.flatMap(inflated), ...this.#latest];
  }

  record(action: TimedAction): void {
    if (this.#blocks.length * BLOCK + this.#latest.length >= MAX_ACTIONS) {
      this.#isComplete = false;
      return;
    }
    this.#latest.push(action);
    if (this.#latest.length < BLOCK) return;
    this.#blocks.push(deflateRawSync(JSON.stringify(this.#latest), { level: 1 }));
    this.#latest = [];
  }
}

function inflated(block: Uint8Array): readonly TimedAction[] {
  const actions: readonly TimedAction[] = JSON.parse(inflateRawSync(block).toString("utf8"));
  return actions;
}
