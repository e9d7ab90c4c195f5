/** JS161: one bad index can fail all others. */

import { counted, inSpec, type LintRule } from "../rule.ts";

export const sharedRetries: LintRule = {
  id: "JS161",
  severity: "info",
  title: "one bad index fails the Job",
  why:
    "Without backoffLimitPerIndex, an index that always fails uses up the retries of the whole Job, and the pods of all " +
    "other indexes are deleted. With it, the other indexes run to their end (Kubernetes 1.28, stable since 1.33).",
  advice: "Set backoffLimitPerIndex, and maxFailedIndexes for how many may fail.",
  check({ spec }) {
    const { completionMode, completions = 0, backoffLimit = 0, backoffLimitPerIndex } = spec;
    if (completionMode !== "Indexed" || completions < 2 || backoffLimitPerIndex !== undefined) return [];
    const message = `it takes ${counted(backoffLimit + 1, "failure")} of one index to stop all ${completions} indexes`;
    return [{ path: inSpec("backoffLimit"), message, change: "backoffLimitPerIndex: 2" }];
  },
};
