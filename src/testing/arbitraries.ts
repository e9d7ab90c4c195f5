/** fast-check arbitraries for Jobs, pods, users and faults. */

import * as fc from "fast-check";
import type { JsonObject } from "../api/json.ts";
import type { PodTraits } from "../kubelet/behaviour/rules.ts";
import type { SimulationPlan, TimedAction } from "../simulation/plan.ts";
import { drawActions } from "./generate/actions.ts";
import { drawFaults } from "./generate/faults.ts";
import { drawFeatures, FEATURES, type Feature, JOB_FEATURES } from "./generate/features.ts";
import { drawJob } from "./generate/job.ts";
import { drawNearlyValidJob } from "./generate/nearly-valid-job.ts";
import { drawTraits } from "./generate/pod-rules.ts";
import { WIDE } from "./generate/scale.ts";
import { drawTrial } from "./generate/trial.ts";
import { shorterLists } from "./shrink/shorter-lists.ts";
import { simplerJob } from "./shrink/simpler-job.ts";
import { simplerTrials } from "./shrink/simpler-trial.ts";
import type { Source } from "./source.ts";

/**
 * Job manifests that the API server accepts, over all features.
 *
 * @example
 * fc.assert(fc.property(jobs(), (manifest) => simulateJob(manifest).finished));
 */
export function jobs(): fc.Arbitrary<JsonObject> {
  return drawn((source) => drawJob(source, drawFeatures(source, JOB_FEATURES), WIDE, "a").manifest, simplerJob);
}

/** Job manifests with one mistake, or nearly one: the API server accepts or refuses them, and never crashes. */
export function nearlyValidJobs(): fc.Arbitrary<JsonObject> {
  return drawn((source) => drawNearlyValidJob(source), nothing);
}

/** What a pod does from its creation to its end. */
export function podTraits(): fc.Arbitrary<PodTraits> {
  return drawn(drawTraits, nothing);
}

/** What users, nodes and the cluster do to a Job named `a`. */
export function userActions(features: readonly Feature[] = FEATURES): fc.Arbitrary<readonly TimedAction[]> {
  return drawn<readonly TimedAction[]>((source) => {
    const on = drawFeatures(source, features);
    return drawActions(source, on, WIDE, [drawJob(source, on, WIDE, "a")]);
  }, shorterLists);
}

/** Slow watches, slow calls, calls that fail. */
export function faultPlans(): fc.Arbitrary<
  Pick<SimulationPlan, "watchLagMs" | "apiLatencyMs" | "faults" | "disturbances">
> {
  return drawn((source) => drawFaults(source, drawFeatures(source, FEATURES), WIDE), nothing);
}

/**
 * Whole trials: Jobs, their pods, what happens to them, and what goes wrong.
 *
 * @param features what a trial may contain; everything by default
 */
export function trials(features: readonly Feature[] = FEATURES): fc.Arbitrary<SimulationPlan> {
  return drawn((source) => drawTrial(source, features), simplerTrials);
}

function nothing(): Iterable<never> {
  return [];
}

/**
 * An arbitrary from a generator and a shrinker.
 *
 * @param draw makes a value from choices
 * @param simpler gives values that are a little simpler, the simplest first
 */
function drawn<T>(draw: (source: Source) => T, simpler: (value: T) => Iterable<T>): fc.Arbitrary<T> {
  return new DrawnArbitrary(draw, simpler);
}

/** Lets fast-check draw from the project's own generators, and shrink with the project's own shrinkers. */
class DrawnArbitrary<T> extends fc.Arbitrary<T> {
  readonly #draw: (source: Source) => T;
  readonly #simpler: (value: T) => Iterable<T>;

  constructor(draw: (source: Source) => T, simpler: (value: T) => Iterable<T>) {
    super();
    this.#draw = draw;
    this.#simpler = simpler;
  }

  override generate(random: fc.Random): fc.Value<T> {
    const source: Source = { below: (bound) => random.nextInt(0, bound - 1) };
    return new fc.Value(this.#draw(source), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return value !== undefined;
  }

  override shrink(value: T): fc.Stream<fc.Value<T>> {
    return fc.stream(valuesOf(this.#simpler(value)));
  }
}

function* valuesOf<T>(values: Iterable<T>): IterableIterator<fc.Value<T>> {
  for (const value of values) yield new fc.Value(value, undefined);
}
