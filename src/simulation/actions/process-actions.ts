/** What happens to the process that holds the controllers. */

import type { ActionKinds } from "./action.ts";

/** Actions on the controller manager, by their names. */
export interface ProcessActions {
  readonly restartController: {
    /** From the end of the old process to the start of the new one. */
    readonly downMs: number;
    /** Dies between two effects of a sync, instead of finishing the syncs that run. */
    readonly crash?: boolean;
  };
}

export const PROCESS_ACTIONS: ActionKinds<ProcessActions> = {
  restartController: {
    perform: ({ restartControllers }, { downMs, crash }) => restartControllers(downMs, crash === true),
    lastsMs: ({ downMs }) => downMs,
  },
};
