/** Random behaviour of pods. All of it comes to an end: failures are bounded, so that every Job can settle. */

import type { PodScript } from "../../kubelet/script.ts";
import { between, chance, pick, type Source, several } from "../source.ts";
import type { PodScripts, ScriptRule } from "../trial.ts";
import type { FeatureSet } from "./features.ts";
import type { DrawnJob } from "./job.ts";
import { DISRUPTION, EXIT_CODES } from "./policies.ts";
import type { Scale } from "./scale.ts";

/** Exit code of a container that is stopped by SIGTERM. */
const SIGTERM_EXIT_CODE = 143;
const MAX_RULES = 6;
const MAX_RESTARTS = 3;

/** A duration: often a round one, so that things coincide. */
export function drawDuration(source: Source, maxMs: number): number {
  if (chance(source, 50)) return source.below(Math.floor(maxMs / 1000) + 1) * 1000;
  return source.below(maxMs + 1);
}

/** How the pods of some Jobs behave. */
export function drawScripts(source: Source, features: FeatureSet, scale: Scale, jobs: readonly DrawnJob[]): PodScripts {
  const slowStop = features.has("slowStop");
  const rules =
    features.has("failures") || features.has("stuckPods")
      ? several(source, 1, MAX_RULES, () => drawRule(source, features, scale, jobs))
      : [];
  return {
    default: {
      scheduleMs: source.below(500),
      startMs: 500 + source.below(2000),
      ...(features.has("readiness") ? { readyMs: pick(source, [0, 500, 5000]) } : {}),
      runMs: drawDuration(source, scale.runMs),
      exitCode: 0,
      terminationMs: slowStop ? drawDuration(source, scale.stopMs) : source.below(1000),
      terminationExitCode: chance(source, 20) ? 0 : SIGTERM_EXIT_CODE,
    },
    rules,
  };
}

function drawRule(source: Source, features: FeatureSet, scale: Scale, jobs: readonly DrawnJob[]): ScriptRule {
  const job = jobs[source.below(jobs.length)];
  const target =
    job?.indexed === true && chance(source, 70)
      ? { index: source.below(job.completions ?? 1), attempt: source.below(3) }
      : { ordinal: source.below(6) };
  const named = jobs.length > 1 && job !== undefined ? { job: job.name } : {};
  return { script: drawChange(source, features, scale, job), ...target, ...named };
}

function drawChange(source: Source, features: FeatureSet, scale: Scale, job: DrawnJob | undefined): Partial<PodScript> {
  if (features.has("stuckPods") && chance(source, 15)) return { scheduleMs: "never" };
  if (!features.has("failures")) return { runMs: drawDuration(source, scale.longRunMs) };
  const exitCode = pick(source, EXIT_CODES);
  const runMs = drawDuration(source, scale.runMs);
  if (job?.restartPolicy === "OnFailure") {
    const restarts = several(source, 1, MAX_RESTARTS, () => ({ runMs: drawDuration(source, 5_000), exitCode }));
    return { restarts, runMs };
  }
  if (chance(source, 20)) return { exitCode: 137, runMs, conditions: [DISRUPTION] };
  return { exitCode, runMs, ...(chance(source, 10) ? { readyMs: "never" } : {}) };
}

/** A full script, for use on its own. */
export function drawScript(source: Source): PodScript {
  return {
    scheduleMs: chance(source, 5) ? "never" : source.below(500),
    startMs: 500 + source.below(2000),
    readyMs: pick(source, [0, 1000]),
    runMs: drawDuration(source, 60_000),
    exitCode: chance(source, 30) ? pick(source, EXIT_CODES) : 0,
    terminationMs: between(source, 0, 40_000),
    terminationExitCode: SIGTERM_EXIT_CODE,
  };
}
