/** JS105: with OnFailure, the restarts of all running pods are added up. */

import { widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

export const summedRestarts: LintRule = {
  id: "JS105",
  severity: "danger",
  title: "restarts of all pods count together",
  why:
    "With restartPolicy OnFailure, backoffLimit is compared with the restarts of all containers of all running pods " +
    "together. If as many pods run as it allows restarts, one restart of each fails the Job.",
  advice: "Set backoffLimit to a multiple of parallelism.",
  validity: {},
  check({ spec }) {
    const { backoffLimit = 0, template } = spec;
    const width = widthOf(spec);
    if (template.spec.restartPolicy !== "OnFailure" || width < 2 || backoffLimit === 0 || width < backoffLimit)
      return [];
    const message = `${counted(width, "pod")} run at once: one restart in each of ${backoffLimit} of them fails the Job`;
    return [{ path: inSpec("backoffLimit"), message, change: `backoffLimit: ${4 * width}` }];
  },
};
