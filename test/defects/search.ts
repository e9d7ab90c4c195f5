/** Looks for a defect with the default check, and says how long that took. */

import { type CheckResult, check, countEvents } from "../../src/testing/index.ts";
import { checkOptionsOf, type Defect, withDefect } from "./defect.ts";

/** What the search for a defect gave. */
export interface Finding {
  readonly result: CheckResult;
  /** Runs needed, and events after shrinking; `undefined` where the defect was not found. */
  readonly runs: number | undefined;
  readonly events: number | undefined;
  readonly invariant: string | undefined;
}

/** Runs the default check from seed 1 until the defect shows. */
export function search(defect: Defect): Finding {
  return withDefect(defect, () => {
    const options = checkOptionsOf(defect);
    const result = check({ ...options, seed: 1, runs: defect.withinRuns });
    const [failure] = result.failures;
    return {
      result,
      runs: failure?.seed,
      events: failure === undefined ? undefined : countEvents(failure.shrunk),
      invariant: failure?.violation.invariant,
    };
  });
}
