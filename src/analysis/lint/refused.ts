/** JS001: what the API server would not even store. */

import type { LintRule } from "./rule.ts";

/** Found by creating the Job on an API server, not by a look at it. */
export const REFUSED: Omit<LintRule, "check"> = {
  id: "JS001",
  severity: "error",
  title: "the API server refuses the Job",
  why: "Validation of Kubernetes 1.36, in its own words: kubectl create would print the same.",
  advice: "Mend what the message says.",
};
