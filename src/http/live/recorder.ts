/** What clients did to a server, so that a scenario can do it again. */

import type { TimedAction } from "../../simulation/plan.ts";

type WithoutTime<A> = A extends TimedAction ? Omit<A, "atMs"> : never;

/** An action of a client, at the instant of its write. */
export type UserAction = WithoutTime<TimedAction>;

export interface Recorder {
  record(action: TimedAction): void;
}

/** Keeps nothing. */
export class SilentRecorder implements Recorder {
  record(): void {
    // Nobody asked for it.
  }
}

/** Most actions that are kept: a server that is used as a load target must not fill its memory with them. */
export const MAX_ACTIONS = 100_000;

/** Keeps actions in the order in which they happened. */
export class ActionRecorder implements Recorder {
  readonly actions: TimedAction[] = [];
  #isComplete = true;

  /** Whether nothing was left out. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  record(action: TimedAction): void {
    if (this.actions.length < MAX_ACTIONS) this.actions.push(action);
    else this.#isComplete = false;
  }
}
