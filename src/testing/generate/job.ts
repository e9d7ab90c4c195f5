/** Random Jobs that are valid by construction, over all features of the API. */

import type { JsonObject } from "../../api/json.ts";
import { between, chance, pick, type Source } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { drawFailurePolicy, drawSuccessPolicy } from "./policies.ts";
import type { Scale } from "./scale.ts";

export const NAMESPACE = "default";

/** Drawn Jobs share their templates: what is computed for one need not be computed for each of them. */
export const TEMPLATES = { Never: template("Never"), OnFailure: template("OnFailure") } as const;

/** The same with a priority above all others. */
export const URGENT = { Never: template("Never", "high"), OnFailure: template("OnFailure", "high") } as const;

function template(restartPolicy: "Never" | "OnFailure", priorityClassName?: string): JsonObject {
  const containers = [{ name: "main", image: "example.com/main:1" }];
  return { spec: { restartPolicy, containers, ...(priorityClassName === undefined ? {} : { priorityClassName }) } };
}

/** A drawn manifest with what the rest of the generator needs to know about it. */
export interface DrawnJob {
  readonly name: string;
  readonly manifest: JsonObject;
  readonly indexed: boolean;
  readonly completions: number | undefined;
  readonly restartPolicy: "Never" | "OnFailure";
  readonly perIndex: boolean;
}

/** A Job manifest that the API server accepts. */
export function drawJob(source: Source, features: FeatureSet, scale: Scale, name: string): DrawnJob {
  const on = (feature: Parameters<FeatureSet["has"]>[0], percent: number) =>
    features.has(feature) && chance(source, percent);
  const indexed = on("indexed", 70);
  const perIndex = indexed && on("perIndexLimit", 60);
  const failurePolicy = on("failurePolicy", 60);
  const restartPolicy = !perIndex && !failurePolicy && on("onFailure", 60) ? "OnFailure" : "Never";
  const completions = !indexed && on("workQueue", 50) ? undefined : drawCompletions(source, scale);
  const parallelism = chance(source, 3) ? 0 : between(source, 1, scale.parallelism);
  const maxFailed = perIndex && chance(source, 40) ? between(source, 0, completions ?? 0) : undefined;
  const spec = {
    parallelism,
    ...(completions === undefined ? {} : { completions }),
    ...(indexed ? { completionMode: "Indexed" } : {}),
    ...(on("backoffLimit", 70) ? { backoffLimit: between(source, 0, 4) } : {}),
    ...(perIndex ? { backoffLimitPerIndex: between(source, 0, 2) } : {}),
    ...(maxFailed === undefined ? {} : { maxFailedIndexes: maxFailed }),
    ...(failurePolicy ? { podFailurePolicy: drawFailurePolicy(source, perIndex) } : {}),
    ...(indexed && (completions ?? 0) > 0 && on("successPolicy", 50)
      ? { successPolicy: drawSuccessPolicy(source, completions ?? 1) }
      : {}),
    ...(on("deadline", 50) ? { activeDeadlineSeconds: pick(source, [30, 5, 1, 60, 300]) } : {}),
    ...(on("ttl", 50) ? { ttlSecondsAfterFinished: pick(source, [10, 0, 1, 100]) } : {}),
    ...(on("replacementPolicy", 60)
      ? { podReplacementPolicy: failurePolicy || chance(source, 70) ? "Failed" : "TerminatingOrFailed" }
      : {}),
    ...(on("suspended", 40) ? { suspend: true } : {}),
    template: TEMPLATES[restartPolicy],
  };
  const manifest: JsonObject = { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: NAMESPACE }, spec };
  return { name, manifest, indexed, completions, restartPolicy, perIndex };
}

function drawCompletions(source: Source, scale: Scale): number {
  return chance(source, 3) ? 0 : between(source, 1, scale.completions);
}
