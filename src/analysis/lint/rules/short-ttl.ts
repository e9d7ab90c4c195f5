/** JS170: the Job is gone before anyone can read its result. */

import { inSpec, type LintRule } from "../rule.ts";

/** People and polling controllers look every minute or so. */
const SHORT_S = 60;

export const shortTtl: LintRule = {
  id: "JS170",
  severity: "danger",
  title: "the Job is gone before its result is read",
  why:
    "ttlSecondsAfterFinished deletes the Job, its pods and their logs that long after Complete or Failed. A later reader " +
    "finds nothing: kubectl wait ends with NotFound, and a workflow engine or operator that missed the event cannot know " +
    "success from failure.",
  advice: "Keep the Job for as long as the slowest reader may be away: 3600 covers most restarts.",
  validity: {},
  check({ spec, metadata }) {
    const { ttlSecondsAfterFinished: ttl } = spec;
    if (ttl === undefined || ttl >= SHORT_S) return [];
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    const reader = owner === undefined ? "anyone waiting for it" : `its ${owner.kind}`;
    const when = ttl === 0 ? "as soon as it has finished" : `${ttl}s after it finished`;
    const message = `the Job, its pods and their logs are deleted ${when}: ${reader} may never see the result`;
    return [{ path: inSpec("ttlSecondsAfterFinished"), message, change: "ttlSecondsAfterFinished: 3600" }];
  },
};
