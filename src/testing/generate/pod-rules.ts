/** Random behaviour of pods. All of it comes to an end: failures are bounded, so that every Job can settle. */

import { copyWith } from "../../api/copy-with.ts";
import { fixed } from "../../engine/distribution.ts";
import { always } from "../../kubelet/behaviour/exit-choice.ts";
import type { NumberSpan, PodMatch, PodRule, PodRules, PodTraits } from "../../kubelet/behaviour/rules.ts";
import { between, chance, pick, type Source, several } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { type DrawnJob, NAMESPACE } from "./job.ts";
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
export function drawPodRules(source: Source, features: FeatureSet, scale: Scale, jobs: readonly DrawnJob[]): PodRules {
  const slowStop = features.has("slowStop");
  const rules =
    features.has("failures") || features.has("stuckPods")
      ? several(source, 1, MAX_RULES, () => drawRule(source, features, scale, jobs))
      : [];
  const { schedule, start } = drawBeginning(source);
  const readiness = features.has("readiness") ? { ready: fixed(pick(source, [0, 500, 5000])) } : {};
  return {
    default: {
      schedule,
      start,
      run: fixed(drawDuration(source, scale.runMs)),
      exit: always(0),
      terminationTime: fixed(slowStop ? drawDuration(source, scale.stopMs) : source.below(1000)),
      terminationExit: always(chance(source, 20) ? 0 : SIGTERM_EXIT_CODE),
      ...readiness,
    },
    rules,
  };
}

/** A pod is bound within half a second, and runs within two and a half. */
function drawBeginning(source: Source): Required<Pick<PodTraits, "schedule" | "start">> {
  const scheduleMs = source.below(500);
  return { schedule: fixed(scheduleMs), start: fixed(500 + source.below(2000) - scheduleMs) };
}

function drawRule(source: Source, features: FeatureSet, scale: Scale, jobs: readonly DrawnJob[]): PodRule {
  const job = jobs[source.below(jobs.length)];
  const target: PodMatch =
    job?.indexed === true && chance(source, 70)
      ? { index: only(source.below(Math.max(1, job.completions ?? 1))), attempt: only(source.below(3)) }
      : { ordinal: only(source.below(6)) };
  const named = jobs.length > 1 && job !== undefined ? { jobs: [{ namespace: NAMESPACE, name: job.name }] } : {};
  return { match: copyWith(named, target), traits: drawChange(source, features, scale, job) };
}

function only(number: number): readonly NumberSpan[] {
  return [{ first: number, last: number }];
}

function drawChange(source: Source, features: FeatureSet, scale: Scale, job: DrawnJob | undefined): PodTraits {
  if (features.has("stuckPods") && chance(source, 15)) return { schedule: "never" };
  if (!features.has("failures")) return { run: fixed(drawDuration(source, scale.longRunMs)) };
  const exit = always(pick(source, EXIT_CODES));
  const run = fixed(drawDuration(source, scale.runMs));
  if (job?.restartPolicy === "OnFailure") {
    const restarts = several(source, 1, MAX_RESTARTS, () => ({
      count: 1,
      run: fixed(drawDuration(source, 5_000)),
      exit,
    }));
    return { restarts, run };
  }
  if (chance(source, 20)) return { exit: always(137), run, conditions: [DISRUPTION] };
  return { exit, run, ...(chance(source, 10) ? { ready: "never" } : {}) };
}

/** Everything about a pod, for use on its own. */
export function drawTraits(source: Source): PodTraits {
  const isStuck = chance(source, 5);
  const beginning = drawBeginning(source);
  return {
    ...(isStuck ? { schedule: "never" } : beginning),
    ready: fixed(pick(source, [0, 1000])),
    run: fixed(drawDuration(source, 60_000)),
    exit: always(chance(source, 30) ? pick(source, EXIT_CODES) : 0),
    terminationTime: fixed(between(source, 0, 40_000)),
    terminationExit: always(SIGTERM_EXIT_CODE),
  };
}
