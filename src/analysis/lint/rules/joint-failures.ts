/** JS103: pods that fail together wait as if they had failed one after the other. */

import { backoffDelayMs } from "../../../controller/job/backoff.ts";
import { BACKOFF_CAP_MS } from "../../../controller/job/constants.ts";
import { formatDuration } from "../../../scenario/duration.ts";
import { widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

/** Fewer are too few to report. */
const NOTABLE = 4;

export const jointFailures: LintRule = {
  id: "JS103",
  severity: "advice",
  title: "pods that fail together wait long",
  why:
    "The delay doubles with each pod that failed since the last success, even if they failed at the same moment: three " +
    "wait 40s, five 160s, seven or more 10m. It holds back every new pod of the Job.",
  advice: "Use an Indexed Job with backoffLimitPerIndex: then each index waits for its own failures only.",
  source: "kubernetes/kubernetes#114651",
  validity: {
    holds: { backoffSource: "finishTime" },
    formerly: [
      { where: { backoffSource: "retries" }, text: "failed pods are replaced in the sync that sees them" },
      { where: { backoffSource: "finishTime", backoffCap: "360s" }, text: "no delay is longer than 6m" },
    ],
  },
  check({ spec }, { switches }) {
    const { backoffLimit = 0, backoffLimitPerIndex, template } = spec;
    const width = widthOf(spec);
    if (backoffLimitPerIndex !== undefined || template.spec.restartPolicy !== "Never") return [];
    if (switches.backoffSource === "retries") return [];
    if (width < NOTABLE || width > backoffLimit) return [];
    const wait = formatDuration(backoffDelayMs(width, BACKOFF_CAP_MS[switches.backoffCap]));
    return [
      { path: inSpec("parallelism"), message: `if ${counted(width, "pod")} fail together, the next waits ${wait}` },
    ];
  },
};
