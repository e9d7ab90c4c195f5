/** JS104: with OnFailure, a limit of 1 allows no restart. */

import { inSpec, type LintRule } from "../rule.ts";

export const singleRestart: LintRule = {
  id: "JS104",
  severity: "danger",
  title: "backoffLimit 1 allows no restart",
  why:
    "With restartPolicy OnFailure the Job fails as soon as the restarts of its containers reach backoffLimit; with Never it " +
    "fails when failures exceed it. So 1 means the same as 0: the first restart ends the Job.",
  advice: "Add one to the number of restarts that you want.",
  source: "kubernetes/kubernetes#54870, #67859",
  validity: {},
  check({ spec }) {
    if (spec.template.spec.restartPolicy !== "OnFailure" || spec.backoffLimit !== 1) return [];
    const message = "the first restart already reaches the limit, so the container runs only once";
    return [{ path: inSpec("backoffLimit"), message, change: "backoffLimit: 2" }];
  },
};
