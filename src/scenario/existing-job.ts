/**
 * Recognises what `kubectl get job -o yaml` prints for an existing Job, and turns it into the manifest of a new one.
 */

import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from "../api/constants.ts";
import { isFinishedType } from "../api/finished-job.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";

/** What only the server sets in an object. */
const SERVER_METADATA = [
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "generation",
  "selfLink",
  "managedFields",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
] as const;
const GENERATED_LABELS = [
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
] as const;

/** A manifest, and a note about where it comes from. */
export interface NewManifest {
  readonly manifest: JsonObject;
  readonly note?: string;
}

/**
 * Removes what a server added to an existing Job, so that it can be created again.
 *
 * @param manifest of a Job; one that no server has seen is returned as it is
 * @example
 * const { manifest, note } = asNew(dump);
 */
export function asNew(manifest: JsonObject): NewManifest {
  const { metadata, spec, status, ...rest } = manifest;
  if (!isJsonObject(metadata) || typeof metadata.uid !== "string" || metadata.uid === "") return { manifest };
  if (!isJsonObject(spec)) return { manifest };
  const name = typeof metadata.name === "string" ? metadata.name : "?";
  const isOwn = spec.manualSelector !== true;
  const cleaned = isOwn ? withoutGenerated(spec) : spec;
  const fresh = without(metadata, SERVER_METADATA);
  const labels = isOwn ? withoutLabels(fresh) : fresh;
  return {
    manifest: { ...rest, metadata: labels, spec: cleaned },
    note:
      `a dump of an existing Job${sinceText(metadata, status)}; it is played as a new one, without what the server added. ` +
      `To play what its pods did: kubectl get job,pods -l job-name=${name} -o yaml | jobsim import -`,
  };
}

function sinceText({ creationTimestamp }: JsonObject, status: unknown): string {
  const created = typeof creationTimestamp === "string" ? [`created ${creationTimestamp}`] : [];
  const parts = [...created, ...outcomesOf(status)];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** The last condition that says how it ended. */
function outcomesOf(status: unknown): readonly string[] {
  const conditions = isJsonObject(status) && isJsonList(status.conditions) ? status.conditions : [];
  return conditions.flatMap((condition) => {
    if (!isJsonObject(condition) || condition.status !== "True") return [];
    const { type } = condition;
    return typeof type === "string" && isFinishedType(type) ? [type] : [];
  });
}

/** The selector and the template labels that belong to the old Job. */
function withoutGenerated(spec: JsonObject): JsonObject {
  const { selector: _selector, ...kept } = spec;
  const { template } = kept;
  if (!isJsonObject(template) || !isJsonObject(template.metadata)) return kept;
  return {
    ...kept,
    template: { ...template, metadata: without(withoutLabels(template.metadata), ["creationTimestamp"]) },
  };
}

function withoutLabels(metadata: JsonObject): JsonObject {
  const { labels, ...kept } = metadata;
  if (!isJsonObject(labels)) return metadata;
  const own = without(labels, GENERATED_LABELS);
  return Object.keys(own).length === 0 ? kept : { ...kept, labels: own };
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
