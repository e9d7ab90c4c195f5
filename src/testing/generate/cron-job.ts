/** Random CronJobs, and what users do to them. A trial settles: at its end no more runs are scheduled. */

import type { JsonObject } from "../../api/json.ts";
import { fixed } from "../../engine/distribution.ts";
import type { PodRule } from "../../kubelet/behaviour/rules.ts";
import type { TimedAction } from "../../simulation/plan.ts";
import { between, chance, pick, type Source } from "../source.ts";
import { NAMESPACE, TEMPLATES } from "./job.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

const CRON_JOB = { namespace: NAMESPACE, name: "tick" };
const MINUTE_MS = 60_000;
/** This many minutes of a schedule are enough to exercise each of its rules. */
const MINUTES = 6;

/** What a CronJob adds to a trial: actions, the last of which suspends it for good, and how its pods behave. */
export interface DrawnCronJob {
  readonly actions: readonly TimedAction[];
  readonly rules: readonly PodRule[];
}

export function drawCronJob(source: Source, { activeMs }: Scale): DrawnCronJob {
  const endMs = chance(source, 30) ? activeMs : MINUTES * MINUTE_MS;
  const atMs = () => drawDuration(source, endMs);
  const patch = (when: number, spec: JsonObject): TimedAction => ({
    atMs: when,
    op: "patchCronJob",
    cronJob: CRON_JOB,
    patch: { spec },
  });
  const actions: TimedAction[] = [{ atMs: 0, op: "createCronJob", manifest: drawManifest(source, endMs) }];
  if (chance(source, 30)) {
    const pausedMs = atMs();
    const resumedMs = pausedMs + drawDuration(source, MINUTE_MS);
    actions.push(patch(pausedMs, { suspend: true }));
    if (resumedMs < endMs) actions.push(patch(resumedMs, { suspend: false }));
  }
  if (chance(source, 20)) actions.push({ atMs: atMs(), op: "createJobFrom", cronJob: CRON_JOB, name: "by-hand" });
  if (chance(source, 15)) {
    const propagation = pick(source, ["Background", "Foreground", "Orphan"] as const);
    actions.push({ atMs: atMs(), op: "deleteCronJob", cronJob: CRON_JOB, propagation });
  }
  return { actions: [...actions, patch(endMs, { suspend: true })], rules: chance(source, 50) ? [drawRun(source)] : [] };
}

/** Runs as long as several intervals, so that one overlaps the next. */
function drawRun(source: Source): PodRule {
  return { match: { cronJobs: [CRON_JOB] }, traits: { run: fixed(between(source, 20, 200) * 1_000) } };
}

function drawManifest(source: Source, endMs: number): JsonObject {
  const schedule = endMs >= MINUTE_MS && chance(source, 60) ? "* * * * *" : `@every ${between(source, 5, 90)}s`;
  const template = { spec: { backoffLimit: source.below(2), template: TEMPLATES.Never } };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: CRON_JOB,
    spec: {
      schedule,
      concurrencyPolicy: pick(source, ["Forbid", "Allow", "Replace"]),
      ...(chance(source, 30) ? { startingDeadlineSeconds: pick(source, [10, 2, 0, 60]) } : {}),
      ...(chance(source, 50) ? { successfulJobsHistoryLimit: source.below(3) } : {}),
      ...(chance(source, 50) ? { failedJobsHistoryLimit: source.below(3) } : {}),
      jobTemplate: template,
    },
  };
}
