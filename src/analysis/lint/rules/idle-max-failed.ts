/** JS162: a number of failed indexes that cannot be exceeded. */

import { inSpec, type LintRule } from "../rule.ts";

export const idleMaxFailed: LintRule = {
  id: "JS162",
  severity: "advice",
  title: "maxFailedIndexes is never exceeded",
  why:
    "The Job is stopped early when more than maxFailedIndexes have failed. There are no more than completions, so a " +
    "value that high does nothing.",
  advice: "Set maxFailedIndexes to the number of failures after which continuing makes no sense.",
  validity: { holds: { backoffLimitPerIndex: "on" } },
  check({ spec }) {
    const { maxFailedIndexes, completions = 0 } = spec;
    if (maxFailedIndexes === undefined || maxFailedIndexes < completions) return [];
    const message = `no more than ${completions} indexes can fail, so the limit never stops the Job`;
    return [{ path: inSpec("maxFailedIndexes"), message, change: `maxFailedIndexes: ${Math.ceil(completions / 10)}` }];
  },
};
