/** JS101: how long until this Job fails, and how many pods that takes. */

import { formatDuration } from "../../../scenario/duration.ts";
import { type Backoff, backoffDelaysMs, type FailureBound, failureBound, NO_LIMIT, widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

const DELAYS_SHOWN = 7;

export const worstCase: LintRule = {
  id: "JS101",
  severity: "advice",
  title: "how long until this Job fails",
  why:
    "A pod that fails is replaced after 10s, 20s, 40s … and at most 10m, counted over all failures since the last " +
    "success; the Job fails with failure number backoffLimit + 1. With the defaults a Job that always fails makes 7 pods " +
    "and waits 630s between them. The bound holds for a Job that nobody suspends or changes, and without ignored failures.",
  advice: "Choose backoffLimit by the time that you want to wait for a Job that cannot succeed.",
  source: "kubernetes/kubernetes#94012, #88718, #114651",
  validity: {
    formerly: [
      {
        where: { backoffSource: "retries" },
        text: "the delays hold back the sync that sees a failure, from the second one on, and anything else that wakes the Job cuts them short",
      },
      { where: { backoffCap: "360s" }, text: "no delay is longer than 6m" },
    ],
  },
  check({ spec }, { switches }) {
    const { backoffLimit = 0, backoffLimitPerIndex, completions, template } = spec;
    if (widthOf(spec) === 0 || completions === 0) return [];
    const bound = failureBound(spec, switches);
    const field = backoffLimitPerIndex === undefined ? "backoffLimit" : "backoffLimitPerIndex";
    const isInPlace = template.spec.restartPolicy === "OnFailure";
    if (isInPlace && backoffLimit < NO_LIMIT) return [{ path: inSpec(field), message: inPlace(bound) }];
    if (isInPlace) return [{ path: inSpec(field), message: "if the container always fails, it is restarted forever" }];
    const what =
      backoffLimitPerIndex === undefined ? delaysOf(backoffLimit, switches) : indexesOf(backoffLimitPerIndex);
    if (bound.attempts >= NO_LIMIT) return [{ path: inSpec(field), message: "if every pod fails, it goes on forever" }];
    return [{ path: inSpec(field), message: `${replaced(bound)}${what}` }];
  },
};

function replaced({ fewestPods, mostPods, waitMs, attempts }: FailureBound): string {
  const pods =
    fewestPods === mostPods
      ? counted(mostPods, "pod")
      : `${fewestPods.toLocaleString("en")} to ${counted(mostPods, "pod")}`;
  const wait = waitMs === 0 ? "without waiting" : `${formatDuration(waitMs)} of waiting at most`;
  return `if every pod fails, the Job fails after ${pods} and ${wait}, plus the run times of ${counted(attempts, "pod")}`;
}

function inPlace({ attempts, waitMs }: FailureBound): string {
  const wait = waitMs === 0 ? "" : ` and ${formatDuration(waitMs)} of CrashLoopBackOff at most`;
  return `if the container always fails, the Job fails after ${counted(attempts, "restart")}${wait}, plus its run times`;
}

function delaysOf(failures: number, { backoffCap }: Backoff): string {
  if (failures < 2) return "";
  const shown = backoffDelaysMs(Math.min(failures, DELAYS_SHOWN), backoffCap).map((ms) => `${ms / 1000}s`);
  return ` (waits of ${shown.join(", ")}${failures > DELAYS_SHOWN ? " …" : ""})`;
}

function indexesOf(perIndex: number): string {
  return `; ${counted(perIndex + 1, "pod")} for each index`;
}
