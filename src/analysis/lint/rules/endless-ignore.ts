/** JS142: failures that are ignored can go on forever. */

import { inSpec, type LintRule, type Remark } from "../rule.ts";

export const endlessIgnore: LintRule = {
  id: "JS142",
  severity: "danger",
  title: "ignored failures have no limit",
  why:
    "A failure that a rule ignores counts neither against backoffLimit nor against the limit of its index; the pod is recreated " +
    "each time. A container that always ends with an ignored code gets new pods forever, ten minutes apart.",
  advice: "Set activeDeadlineSeconds, or use Count for exit codes and keep Ignore for disruptions.",
  validity: {
    holds: { podFailurePolicy: "on" },
    formerly: [
      {
        where: { podFailurePolicy: "on", backoffSource: "retries" },
        text: "ignored failures cause no delay",
      },
      { where: { backoffSource: "finishTime", backoffCap: "360s" }, text: "the pods come six minutes apart" },
    ],
  },
  check({ spec }) {
    if (spec.activeDeadlineSeconds !== undefined) return [];
    return (spec.podFailurePolicy?.rules ?? []).flatMap(({ action, onExitCodes }, i): Remark[] => {
      if (action !== "Ignore" || onExitCodes === undefined) return [];
      const message = "a container that always ends like this is rerun forever: nothing counts it";
      return [{ path: inSpec("podFailurePolicy", "rules", i, "action"), message, change: "action: Count" }];
    });
  },
};
