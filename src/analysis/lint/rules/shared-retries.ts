/** JS161: one bad index can fail all others. */

import { NO_LIMIT } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

export const sharedRetries: LintRule = {
  id: "JS161",
  severity: "advice",
  title: "one bad index fails the Job",
  why:
    "Without backoffLimitPerIndex, an index that always fails uses up the retries of the whole Job, and the pods of all " +
    "other indexes are deleted. With it, the other indexes run to completion.",
  advice: "Set backoffLimitPerIndex, and maxFailedIndexes for how many may fail.",
  validity: {
    formerly: [
      {
        where: { backoffLimitPerIndex: ["unknown", "dropped"] },
        text: "there is no backoffLimitPerIndex that would help",
      },
    ],
  },
  check({ spec }, { switches }) {
    const { completionMode, completions = 0, backoffLimit = 0, backoffLimitPerIndex } = spec;
    if (completionMode !== "Indexed" || completions < 2 || backoffLimitPerIndex !== undefined) return [];
    // What is left of a limit per index that was dropped.
    if (backoffLimit === NO_LIMIT) return [];
    const message = `it takes ${counted(backoffLimit + 1, "failure")} of one index to stop all ${completions} indexes`;
    if (switches.backoffLimitPerIndex === "on") {
      return [{ path: inSpec("backoffLimit"), message, change: "backoffLimitPerIndex: 2" }];
    }
    return [{ path: inSpec("backoffLimit"), message: `${message}; no backoffLimitPerIndex can change that here` }];
  },
};
