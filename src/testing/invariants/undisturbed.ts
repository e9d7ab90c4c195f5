/** When a controller has no excuse: nothing has gone wrong, and it sees at once what happens. */

import type { Ledger } from "./ledger.ts";

/** Whether nothing has gone wrong so far, and everyone sees at once what is done. */
export function isUndisturbed(ledger: Ledger): boolean {
  return ledger.knownAfterMs === 0 && ledger.lastDisturbedMs === Number.NEGATIVE_INFINITY && ledger.rivals === 0;
}
