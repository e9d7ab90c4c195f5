/** Manifests of Jobs that ask for less. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";

/** Fields that can be removed without the rest losing its meaning, with those that depend on them. */
const REMOVABLE: readonly (readonly string[])[] = [
  ["podFailurePolicy"],
  ["successPolicy"],
  ["activeDeadlineSeconds"],
  ["ttlSecondsAfterFinished"],
  ["suspend"],
  ["maxFailedIndexes"],
  ["backoffLimitPerIndex", "maxFailedIndexes"],
  ["podReplacementPolicy"],
  ["backoffLimit"],
  ["completionMode", "backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"],
];

/** Numbers that can be smaller. */
const NUMBERS = ["parallelism", "completions", "backoffLimit"] as const;

function without(spec: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.includes(key)));
}

/** Simpler manifests; one that the API refuses makes a run without a Job, which no violation survives. */
export function* simplerJob(manifest: JsonObject): Generator<JsonObject> {
  const { spec } = manifest;
  if (!isJsonObject(spec)) return;
  for (const keys of REMOVABLE)
    if (keys[0] !== undefined && keys[0] in spec) yield { ...manifest, spec: without(spec, keys) };
  for (const key of NUMBERS) {
    const value = spec[key];
    if (typeof value !== "number") continue;
    for (const smaller of new Set([1, Math.floor(value / 2), value - 1])) {
      if (smaller >= 0 && smaller < value) yield { ...manifest, spec: { ...spec, [key]: smaller } };
    }
  }
}
