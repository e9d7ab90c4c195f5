/** JS131: a deadline of zero. */

import { inSpec, type LintRule } from "../rule.ts";

export const noTime: LintRule = {
  id: "JS131",
  severity: "error",
  title: "a deadline of 0 fails the Job at once",
  why: "activeDeadlineSeconds: 0 is accepted, and the first sync of the Job fails it before any pod is created.",
  advice: "Remove activeDeadlineSeconds, or set it to what the Job may take.",
  validity: {},
  check({ spec }) {
    if (spec.activeDeadlineSeconds !== 0) return [];
    const message = "the Job fails with DeadlineExceeded before any pod is created";
    return [{ path: inSpec("activeDeadlineSeconds"), message }];
  },
};
