/** Records actions of clients, for a scenario that repeats them. */

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

/** Records actions in order. */
export class ActionRecorder implements Recorder {
  readonly actions: TimedAction[] = [];
  #isComplete = true;

  /** Whether every action was recorded. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  record(action: TimedAction): void {
    if (this.actions.length < MAX_ACTIONS) this.actions.push(action);
    else this.#isComplete = false;
  }
}
