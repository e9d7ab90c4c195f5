/** JS102: the pods that start together can use up all retries. */

import { widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

export const firstWave: LintRule = {
  id: "JS102",
  severity: "danger",
  title: "one bad start uses up all retries",
  why:
    "backoffLimit counts the failures of all pods of the Job. If more pods run at once than it allows to fail, a cause " +
    "that hits them together (a bad image, a lost node, a service that is down) fails the Job without a single retry.",
  advice: "Set backoffLimit to a multiple of parallelism, or use an Indexed Job with backoffLimitPerIndex.",
  validity: {},
  check({ spec }) {
    const { backoffLimit = 0, backoffLimitPerIndex, template } = spec;
    const width = widthOf(spec);
    if (backoffLimitPerIndex !== undefined || template.spec.restartPolicy !== "Never") return [];
    if (backoffLimit === 0 || width <= backoffLimit) return [];
    const message = `${counted(width, "pod")} run at once, but only ${backoffLimit.toLocaleString("en")} may fail: if they all fail together there is no retry`;
    return [{ path: inSpec("backoffLimit"), message, change: `backoffLimit: ${2 * width}` }];
  },
};
