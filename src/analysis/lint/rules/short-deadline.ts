/** JS130: the deadline comes before the retries that the limit allows. */

import { secondsToDurationMs } from "../../../api/go-duration.ts";
import { formatDuration } from "../../../scenario/duration.ts";
import { NO_LIMIT, retriesWithin, totalBackoffMs, widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

const WRAPPED =
  "the controller counts nanoseconds in 64 bits, and this overflows them: the Job fails at once; leave the field out";

export const shortDeadline: LintRule = {
  id: "JS130",
  severity: "danger",
  title: "the deadline is shorter than the back-off",
  why:
    "activeDeadlineSeconds counts from the start of the Job, waiting included. If the delays between the retries alone " +
    "are longer, the last retries that the limit allows never start, and the Job fails with DeadlineExceeded.",
  advice: "Raise activeDeadlineSeconds above the back-offs and run times of all retries, or lower the limit.",
  validity: {
    holds: { backoffSource: "finishTime" },
    formerly: [
      { where: { backoffSource: "retries" }, text: "delays can be cut short, so nothing is certain" },
      { where: { backoffSource: "finishTime", backoffCap: "360s" }, text: "no delay is longer than 6m" },
    ],
  },
  check({ spec }, { switches }) {
    const { activeDeadlineSeconds, backoffLimit = 0, backoffLimitPerIndex, template } = spec;
    if (activeDeadlineSeconds === undefined || activeDeadlineSeconds === 0) return [];
    if (switches.backoffSource === "retries") return [];
    if (template.spec.restartPolicy !== "Never") return [];
    // Of pods that run side by side, several failures can share a delay.
    if (backoffLimitPerIndex === undefined && widthOf(spec) !== 1) return [];
    const limit = backoffLimitPerIndex ?? backoffLimit;
    const deadlineMs = secondsToDurationMs(activeDeadlineSeconds);
    if (deadlineMs < 0) return [{ path: inSpec("activeDeadlineSeconds"), message: WRAPPED, severity: "danger" }];
    const neededMs = totalBackoffMs(limit, switches);
    if (limit === NO_LIMIT || neededMs < deadlineMs) return [];
    const possible = retriesWithin(deadlineMs, limit, switches);
    const of = backoffLimitPerIndex === undefined ? "" : " of an index";
    const backoffs = `the back-offs of ${counted(limit, "retry", "retries")}${of} take ${formatDuration(neededMs)}`;
    const most = possible === 0 ? "none" : `at most ${possible}`;
    const message = `${backoffs}, but the deadline is ${formatDuration(deadlineMs)}: ${most} can start`;
    return [{ path: inSpec("activeDeadlineSeconds"), message, severity: possible <= 1 ? "danger" : "advice" }];
  },
};
