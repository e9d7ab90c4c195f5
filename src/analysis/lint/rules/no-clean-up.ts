/** JS171: nothing removes the finished Job. */

import { inSpec, type LintRule } from "../rule.ts";

export const noCleanUp: LintRule = {
  id: "JS171",
  severity: "advice",
  title: "nothing removes the finished Job",
  why:
    "A finished Job stays, with its pods, until somebody deletes it: thousands of them slow down the API server. Jobs of a " +
    "CronJob or of another owner are removed with it.",
  advice: "Set ttlSecondsAfterFinished.",
  validity: {},
  check({ spec, metadata }) {
    if (spec.ttlSecondsAfterFinished !== undefined || (metadata.ownerReferences ?? []).length > 0) return [];
    const message = "the finished Job and its pods stay until somebody deletes them";
    return [{ path: inSpec("ttlSecondsAfterFinished"), message, change: "ttlSecondsAfterFinished: 86400" }];
  },
};
