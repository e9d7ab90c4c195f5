/** The strategic merge patch between two versions of a Job, with which a replay repeats a write of any form. */

import { equalJson, type JsonObject } from "../../api/json.ts";
import type { Job, ObjectMeta } from "../../api/types.ts";

/** The metadata that clients can change. */
const METADATA_FIELDS = ["labels", "annotations", "finalizers", "ownerReferences"] as const;

/**
 * A manifest that creates the same Job again: the submitted one, with the name of the stored Job.
 *
 * @param submitted decoded, with its namespace
 * @param stored the stored Job
 */
export function manifestOf(submitted: Job, stored: Job): JsonObject {
  const { namespace, name, generateName, annotations, finalizers, ownerReferences } = submitted.metadata;
  // Labels of a Job with a generated name do not follow from the manifest once it has a name.
  const { labels } = name === "" ? stored.metadata : submitted.metadata;
  const metadata = { name: stored.metadata.name, namespace, generateName, labels, annotations, finalizers };
  const given = Object.entries({ ...metadata, ownerReferences }).filter(([, value]) => value !== undefined);
  return { apiVersion: "batch/v1", kind: "Job", metadata: Object.fromEntries(given), spec: submitted.spec };
}

/** The patch from `before` to `after`, without the status. */
export function jobDiff(before: Job, after: Job): JsonObject {
  const metadata = metadataDiff(before.metadata, after.metadata);
  return {
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(equalJson(before.spec, after.spec) ? {} : { spec: specDiff({ ...before.spec }, { ...after.spec }) }),
  };
}

/** The patch of the metadata that clients can change. */
export function metadataDiff(before: ObjectMeta, after: ObjectMeta): JsonObject {
  const changed = METADATA_FIELDS.filter((field) => !equalJson(before[field], after[field]));
  const entries = changed.flatMap((field): [string, unknown][] => {
    const value = after[field];
    if (value === undefined) return [[field, null]];
    if (field === "finalizers") return finalizerDiff(before.finalizers ?? [], after.finalizers ?? []);
    if (field === "ownerReferences") return [[field, [...(after.ownerReferences ?? []), { $patch: "replace" }]]];
    return [[field, { $patch: "replace", ...value }]];
  });
  return Object.fromEntries(entries);
}

/** Finalizers merge as a set: removed ones must be named. */
function finalizerDiff(before: readonly string[], after: readonly string[]): [string, unknown][] {
  const gone = before.filter((name) => !after.includes(name));
  return [
    ["finalizers", after],
    ...(gone.length === 0 ? [] : ([["$deleteFromPrimitiveList/finalizers", gone]] satisfies [string, unknown][])),
  ];
}

/** Compares field by field, and the template as a whole. */
function specDiff(before: JsonObject, after: JsonObject): JsonObject {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !equalJson(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, replacing(after[name])]));
}

function replacing(value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { $patch: "replace", ...value } : value;
}
