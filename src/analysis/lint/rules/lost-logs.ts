/** JS110: with OnFailure, the logs are gone when the Job fails. */

import { NO_LIMIT } from "../bounds.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const lostLogs: LintRule = {
  id: "JS110",
  severity: "advice",
  title: "logs are lost when the Job fails",
  why:
    "With restartPolicy OnFailure the pod is still running, or waiting in CrashLoopBackOff, when backoffLimit is reached. The Job " +
    "controller then deletes it, with its logs and status. With Never, failed pods stay until the Job is deleted.",
  advice: "Use restartPolicy: Never, or ship logs elsewhere before the container ends.",
  source: "kubernetes/kubernetes#74848, #71364, #78644",
  validity: {},
  check({ spec }) {
    // Without a limit it is never reached.
    if (spec.template.spec.restartPolicy !== "OnFailure" || spec.backoffLimit === NO_LIMIT) return [];
    const message = "when the limit is reached the pod is deleted, and with it the logs that say why";
    return [{ path: inSpec("template", "spec", "restartPolicy"), message, change: "restartPolicy: Never" }];
  },
};
