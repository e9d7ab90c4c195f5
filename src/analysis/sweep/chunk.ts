/** Some runs of one cell, as a worker thread plays them. */

import type { JsonObject } from "../../api/json.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import type { TimedAction } from "../../simulation/actions/table.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { playMeasured, type RunMeasures } from "../measures.ts";

export interface ChunkInput {
  /** One for each run. */
  readonly plans: readonly SimulationPlan[];
}

export interface ChunkResult {
  /** One for each plan. */
  readonly runs: readonly RunMeasures[];
  /** How much work it was. */
  readonly events: number;
}

/** A result, or why there is none: plain data, because an error that comes from a thread has lost its class. */
export type ChunkOutcome = ChunkResult | { readonly problems: readonly Problem[] };

/** Plays plans, as a worker does. */
export function playChunk({ plans }: ChunkInput): ChunkOutcome {
  let events = 0;
  try {
    const runs = plans.map((plan) => {
      const run = playMeasured({ ...plan, actions: plan.actions.map(withKnownManifest) });
      events += run.events;
      return run.measures;
    });
    return { runs, events };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: error.problems };
  }
}

/** Manifests seen before, by their text; no cell of a sweep shares more than these with the next. */
const knownManifests = new Map<string, JsonObject>();
const MOST_MANIFESTS = 1_000;
const textOf = new WeakMap<JsonObject, string>();

/** What is computed from a manifest is cached by object, and each message from another thread has new objects. */
function withKnownManifest(action: TimedAction): TimedAction {
  if (!("manifest" in action)) return action;
  const text = textOf.get(action.manifest) ?? JSON.stringify(action.manifest);
  textOf.set(action.manifest, text);
  const manifest = knownManifests.get(text) ?? action.manifest;
  if (knownManifests.size >= MOST_MANIFESTS) knownManifests.clear();
  knownManifests.set(text, manifest);
  return manifest === action.manifest ? action : { ...action, manifest };
}
