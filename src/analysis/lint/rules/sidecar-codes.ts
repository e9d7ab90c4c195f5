/** JS143: a failure policy rule that matches how sidecars end. */

import type { PodFieldSet } from "../../../api/pod-fields.ts";
import type { PodFailurePolicyOnExitCodes } from "../../../api/types.ts";
import { inSpec, type LintRule, type Remark } from "../rule.ts";

/** A stopped sidecar ends with the first code; with the second if it does not handle the signal. */
const STOPPED = [143, 137];
/** Releases in which an init container can be a sidecar by default. */
const WITH_SIDECARS: readonly PodFieldSet[] = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"];
const DECIDING = new Set(["FailJob", "FailIndex", "Ignore"]);

export const sidecarCodes: LintRule = {
  id: "JS143",
  severity: "danger",
  title: "a failure policy rule matches stopped sidecars",
  why:
    "A rule without containerName looks at all containers of a failed pod, including sidecars. They are stopped when the work " +
    "has ended, and usually end with 143 (SIGTERM) or 137 (SIGKILL): a rule that matches these matches every failure, " +
    "however the work itself ended.",
  advice: "Name the container of the work in the rule.",
  source: "kubernetes/enhancements#753, kubernetes/enhancements#3329",
  validity: { holds: { podFailurePolicy: "on", podFields: WITH_SIDECARS } },
  check({ spec }, { switches }) {
    if (!WITH_SIDECARS.includes(switches.podFields)) return [];
    const { containers, initContainers = [] } = spec.template.spec;
    const sidecar = initContainers.find(({ restartPolicy }) => restartPolicy === "Always");
    if (sidecar === undefined) return [];
    return (spec.podFailurePolicy?.rules ?? []).flatMap(({ action, onExitCodes }, i): Remark[] => {
      if (!DECIDING.has(action) || onExitCodes === undefined || onExitCodes.containerName !== undefined) return [];
      const code = STOPPED.find((stopped) => matches(onExitCodes, stopped));
      if (code === undefined) return [];
      const message = `sidecar ${sidecar.name} can end with ${code} when it is stopped: the rule then matches whatever ${containers[0]?.name} ended with`;
      const path = inSpec("podFailurePolicy", "rules", i, "onExitCodes", "containerName");
      return [{ path, message, change: `containerName: ${containers[0]?.name}` }];
    });
  },
};

function matches({ operator, values }: PodFailurePolicyOnExitCodes, code: number): boolean {
  return values.includes(code) === (operator === "In");
}
