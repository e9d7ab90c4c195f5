/** JS121: a Job that runs no pod at all. */

import { inSpec, type LintRule } from "../rule.ts";

export const noPods: LintRule = {
  id: "JS121",
  severity: "danger",
  title: "parallelism 0 runs nothing",
  why:
    "With parallelism 0 the Job is started and its deadline runs, but no pod is created. It stays Running until parallelism is " +
    "raised. To make a Job wait, suspend it instead: then its deadline waits too.",
  advice: "Set parallelism to 1 or more, or suspend the Job.",
  validity: {},
  check({ spec }) {
    if (spec.parallelism !== 0 || spec.completions === 0 || spec.suspend === true) return [];
    return [{ path: inSpec("parallelism"), message: "no pod is ever created", change: "suspend: true" }];
  },
};
