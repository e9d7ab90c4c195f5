/** JS110: with OnFailure, the logs are gone when the Job fails. */

import { inSpec, type LintRule } from "../rule.ts";

export const lostLogs: LintRule = {
  id: "JS110",
  severity: "advice",
  title: "logs are lost when the Job fails",
  why:
    "With restartPolicy OnFailure the pod still runs, or waits in CrashLoopBackOff, when backoffLimit is reached. The Job " +
    "controller deletes it then, and its logs and status go with it. With Never, failed pods stay until the Job goes.",
  advice: "Use restartPolicy: Never, or ship logs elsewhere before the container ends.",
  source: "kubernetes/kubernetes#74848, #71364, #78644",
  validity: {},
  check({ spec }) {
    if (spec.template.spec.restartPolicy !== "OnFailure") return [];
    const message = "when the limit is reached the pod is deleted, and with it the logs that say why";
    return [{ path: inSpec("template", "spec", "restartPolicy"), message, change: "restartPolicy: Never" }];
  },
};
