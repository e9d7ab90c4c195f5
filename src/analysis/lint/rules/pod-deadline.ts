/** JS132: the deadline of the pod template. */

import type { PodSpec } from "../../../api/types.ts";
import { mean } from "../../../engine/distribution.ts";
import type { PodRules } from "../../../kubelet/behaviour/rules.ts";
import { formatDuration } from "../../../scenario/duration.ts";
import { inSpec, type LintRule } from "../rule.ts";
import { commandLineOf } from "../servers.ts";

const SLEEP = /\bsleep\s+(\d+(?:\.\d+)?)([smhd]?)\b/;
const UNIT_MS: Readonly<Record<string, number>> = { "": 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const podDeadline: LintRule = {
  id: "JS132",
  severity: "advice",
  title: "the pod template has a deadline",
  why:
    "activeDeadlineSeconds of the pod template counts from the start of each pod, restarts included. A pod that exceeds it " +
    "fails with DeadlineExceeded, and for the Job that is a failure like any other: it creates the next pod, up to " +
    "backoffLimit. The field of the same name in the Job ends everything at once.",
  advice: "Set activeDeadlineSeconds of the Job instead, or make the pod's longer than its longest run.",
  source: "kubernetes/kubernetes#32149",
  validity: {},
  check({ spec }, { pods }) {
    const { activeDeadlineSeconds: jobSeconds, template, backoffLimit = 0 } = spec;
    const { activeDeadlineSeconds } = template.spec;
    if (activeDeadlineSeconds === undefined || (jobSeconds ?? Number.POSITIVE_INFINITY) <= activeDeadlineSeconds)
      return [];
    const path = inSpec("template", "spec", "activeDeadlineSeconds");
    const runMs = runOf(template.spec, pods);
    const isCut = runMs !== undefined && runMs > activeDeadlineSeconds * 1_000;
    const each = `each pod fails ${activeDeadlineSeconds}s after its start`;
    if (isCut) {
      const runs =
        runMs === Number.POSITIVE_INFINITY
          ? "runs until it is stopped"
          : `runs for ${formatDuration(Math.round(runMs))}`;
      const message = `${each}, and its container ${runs}: no pod can succeed, and the Job fails after its retries`;
      return [{ path, message, severity: "danger" }];
    }
    if (jobSeconds !== undefined) return [];
    return [
      {
        path,
        message: `${each}, and the Job then tries again, ${backoffLimit} times: this is not a deadline of the Job`,
      },
    ];
  },
};

/** The least time that the work runs, milliseconds, if the scenario or the command says so. */
function runOf({ containers }: PodSpec, pods: PodRules | undefined): number | undefined {
  const { run } = pods?.default ?? {};
  if (run === "forever") return Number.POSITIVE_INFINITY;
  if (run !== undefined) return mean(run);
  const sleeps = containers.flatMap((container) => {
    const [, number, unit = ""] = SLEEP.exec(commandLineOf(container)) ?? [];
    return number === undefined ? [] : [Number(number) * (UNIT_MS[unit] ?? 0)];
  });
  return sleeps.length === 0 ? undefined : Math.max(...sleeps);
}
