/** Actions on the controller manager. */

import type { ActionKinds } from "./action.ts";

/** Actions on the controller manager, by name. */
export interface ProcessActions {
  readonly restartController: {
    /** From the end of the old process to the start of the new one. */
    readonly downMs: number;
    /** Whether it dies in the middle of running syncs instead of finishing them. */
    readonly crash?: boolean;
    /** Name of the replica that restarts; by default the controller manager. */
    readonly replica?: string;
  };
}

export const PROCESS_ACTIONS: ActionKinds<ProcessActions> = {
  restartController: {
    perform: ({ restartControllers }, { downMs, crash = false, replica }) =>
      restartControllers({ downMs, crash }, replica),
    lastsMs: ({ downMs }) => downMs,
  },
};
