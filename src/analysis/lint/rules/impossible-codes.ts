/** JS141: exit codes that no Linux container ends with. */

import { isJsonObject } from "../../../api/json.ts";
import type { PodSpec } from "../../../api/types.ts";
import { inSpec, type LintRule, type Remark } from "../rule.ts";

const MAX_EXIT_CODE = 255;

export const impossibleCodes: LintRule = {
  id: "JS141",
  severity: "danger",
  title: "exit codes that never occur",
  why:
    "A Linux process ends with a code from 0 to 255: exit(256) is seen as 0, exit(-1) as 255. A rule that waits for " +
    "another code waits forever. (Windows processes have larger codes; Jobs for them are not checked.)",
  advice: "Write the code as the container status shows it: -1 is 255, a signal is 128 and its number.",
  validity: { holds: { podFailurePolicy: "on" } },
  check({ spec }) {
    if (isForWindows(spec.template.spec)) return [];
    return (spec.podFailurePolicy?.rules ?? []).flatMap(({ onExitCodes }, i): Remark[] => {
      if (onExitCodes?.operator !== "In") return [];
      const wrong = onExitCodes.values.filter((code) => code < 0 || code > MAX_EXIT_CODE);
      if (wrong.length === 0) return [];
      const never = wrong.length === onExitCodes.values.length ? "; the rule never matches" : "";
      const message = `no container ends with ${wrong.join(", ")}${never}`;
      return [{ path: inSpec("podFailurePolicy", "rules", i, "onExitCodes", "values"), message }];
    });
  },
};

function isForWindows({ os, nodeSelector }: PodSpec): boolean {
  if (isJsonObject(os) && os.name === "windows") return true;
  return isJsonObject(nodeSelector) && nodeSelector["kubernetes.io/os"] === "windows";
}
