/** JS163: the limit of the Job is reached before that of an index. */

import { inSpec, type LintRule } from "../rule.ts";

export const unreachableIndexLimit: LintRule = {
  id: "JS163",
  severity: "danger",
  title: "backoffLimit comes before backoffLimitPerIndex",
  why:
    "Both limits apply, and that of the Job is checked first. If backoffLimit is not above backoffLimitPerIndex, the " +
    "Job has failed before any index fails: the limit for each index does nothing.",
  advice: "Leave out backoffLimit: with backoffLimitPerIndex it is unlimited by default.",
  validity: { holds: { backoffLimitPerIndex: "on" } },
  check({ spec }) {
    const { backoffLimit = 0, backoffLimitPerIndex } = spec;
    if (backoffLimitPerIndex === undefined || backoffLimit > backoffLimitPerIndex) return [];
    const message = `${backoffLimit + 1} failures fail the Job, but an index only fails after ${backoffLimitPerIndex + 1}`;
    return [{ path: inSpec("backoffLimit"), message, change: "remove backoffLimit" }];
  },
};
