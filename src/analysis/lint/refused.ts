/** JS001: what the API server would not even store. */

import type { RuleFacts } from "./rule.ts";

/** Found by creating the Job on an API server, not by a look at it. */
export const REFUSED: RuleFacts = {
  id: "JS001",
  severity: "error",
  title: "the API server refuses the Job",
  why: "Validation of the release, in its own words: kubectl create would print the same.",
  advice: "Mend what the message says.",
  validity: {},
};
