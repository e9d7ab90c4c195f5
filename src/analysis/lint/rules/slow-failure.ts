/** JS106: a Job that cannot succeed keeps trying for more than a day. */

import { formatDuration } from "../../../scenario/duration.ts";
import { failureBound, totalBackoffMs, widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

const LONG_MS = 24 * 3_600_000;

export const slowFailure: LintRule = {
  id: "JS106",
  severity: "danger",
  title: "a broken Job keeps trying for days",
  why:
    "From the seventh failure in a row on, each retry waits ten minutes: 144 retries a day. A high backoffLimit without a " +
    "deadline keeps a Job that cannot succeed alive for days.",
  advice: "Lower backoffLimit, or set activeDeadlineSeconds.",
  validity: {
    holds: { backoffSource: "finishTime" },
    formerly: [
      { where: { backoffSource: "finishTime", backoffCap: "360s" }, text: "each retry waits six minutes: 240 a day" },
      {
        where: { backoffSource: "retries" },
        text: "delays of six minutes are common too, but other events cut them short",
      },
    ],
  },
  check({ spec }, { switches }) {
    const { backoffLimit = 0, backoffLimitPerIndex, activeDeadlineSeconds, template } = spec;
    if (switches.backoffSource === "retries") return [];
    if (activeDeadlineSeconds !== undefined || template.spec.restartPolicy !== "Never" || widthOf(spec) === 0)
      return [];
    const retries = backoffLimitPerIndex ?? backoffLimit;
    // With several pods at once, simultaneous failures share a delay.
    const waitMs = backoffLimitPerIndex === undefined && widthOf(spec) > 1 ? 0 : totalBackoffMs(retries, switches);
    if (waitMs <= LONG_MS) return [];
    const field = backoffLimitPerIndex === undefined ? "backoffLimit" : "backoffLimitPerIndex";
    const { mostPods } = failureBound(spec, switches);
    const message = `if every pod fails, the ${counted(retries, "retry", "retries")} wait ${formatDuration(waitMs)}, and up to ${counted(mostPods, "pod")} are made`;
    return [{ path: inSpec(field), message, change: "activeDeadlineSeconds: 86400" }];
  },
};
