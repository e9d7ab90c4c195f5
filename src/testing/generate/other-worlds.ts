/** Trials of another shape: Jobs of one name in two namespaces, and a Job about as large as one sync may handle. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { between, pick, type Source } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

const ELSEWHERE = "other";
/** A sync creates or deletes at most 500 pods, and notes at most 500 that have ended. */
const AT_ONCE = 500;
const AROUND = 10;

/** Changes the world of a trial as its features say. */
export function withOtherWorlds(
  source: Source,
  features: FeatureSet,
  scale: Scale,
  trial: SimulationPlan,
): SimulationPlan {
  const large = features.has("largeJobs") ? withLargeJob(source, trial) : trial;
  return features.has("namespaces") ? inTwoNamespaces(source, scale, large) : large;
}

/** The first Job wants about as many pods as fit into one sync. */
function withLargeJob(source: Source, trial: SimulationPlan): SimulationPlan {
  const completions = between(source, AT_ONCE - AROUND, AT_ONCE + AROUND);
  const parallelism = pick(source, [completions, AT_ONCE, AT_ONCE / 2]);
  const [first, ...rest] = trial.actions;
  if (first?.op !== "createJob") return trial;
  const { spec } = first.manifest;
  if (!isJsonObject(spec)) return trial;
  const sizes = spec.completions === undefined ? { parallelism } : { parallelism, completions };
  const manifest = { ...first.manifest, spec: { ...spec, ...sizes } };
  return { ...withoutTurns(trial), actions: [{ ...first, manifest }, ...rest] };
}

/** If requests waited for their turn, hundreds of them would take longer than any promise about time allows for. */
function withoutTurns({ controllerManager, ...trial }: SimulationPlan): SimulationPlan {
  if (controllerManager === undefined) return trial;
  const { kubeApi: _, ...rest } = controllerManager;
  return { ...trial, controllerManager: rest };
}

/** Each Job has a namesake in another namespace, and some of what users do is done to that one as well. */
function inTwoNamespaces(source: Source, scale: Scale, trial: SimulationPlan): SimulationPlan {
  const twins = trial.actions.flatMap((action): TimedAction[] => {
    const twin = elsewhere(action);
    if (twin === undefined || (action.op !== "createJob" && source.below(2) === 0)) return [];
    return [{ ...twin, atMs: twin.atMs + drawDuration(source, scale.activeMs) }];
  });
  const actions = [...trial.actions, ...twins].sort((a, b) => a.atMs - b.atMs);
  return { ...trial, actions };
}

/** The same done in the other namespace; nothing if it is not about a Job. */
function elsewhere(action: TimedAction): TimedAction | undefined {
  switch (action.op) {
    case "createJob":
      return { ...action, manifest: moved(action.manifest) };
    case "patchJob":
    case "deleteJob":
    case "recreateJob":
      return { ...action, job: { ...action.job, namespace: ELSEWHERE } };
    default:
      return undefined;
  }
}

function moved(manifest: JsonObject): JsonObject {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...(isJsonObject(metadata) ? metadata : {}), namespace: ELSEWHERE } };
}
