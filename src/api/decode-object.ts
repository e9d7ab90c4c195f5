/** Decodes whole Jobs, CronJobs and Pods: checks `apiVersion` and `kind`, and completes the metadata. */

import { copyWith } from "./copy-with.ts";
import { type Decoded, type DecodeOptions, type DecodeProblem, decode } from "./decode-value.ts";
import { describeJson, isJsonObject, type JsonObject } from "./json.ts";
import type { CronJob, Job, Pod } from "./types.ts";

/**
 * Decodes a Job from JSON, and reports every problem.
 *
 * `apiVersion` and `kind` may be absent. Metadata that a stored object always has (name, namespace, uid,
 * resourceVersion, creationTimestamp) is `""` if it is absent.
 */
export function decodeJob(
  value: unknown,
  options?: DecodeOptions,
): { readonly object: Job; readonly problems: readonly DecodeProblem[] } {
  const { object, problems } = decodeKind("Job", "batch/v1", value, options);
  // The schema table of Job ties JSON to the type: `decode` accepts nothing that contradicts it.
  return { object: object as unknown as Job, problems };
}

/** Decodes a Pod from JSON, and reports every problem; see {@link decodeJob} for what may be absent. */
export function decodePod(value: unknown): { readonly object: Pod; readonly problems: readonly DecodeProblem[] } {
  const { object, problems } = decodeKind("Pod", "v1", value);
  // As for Jobs: the schema table ties JSON to the type.
  return { object: object as unknown as Pod, problems };
}

/** Decodes a CronJob from JSON, and reports every problem; see {@link decodeJob} for what may be absent. */
export function decodeCronJob(
  value: unknown,
  options?: DecodeOptions,
): { readonly object: CronJob; readonly problems: readonly DecodeProblem[] } {
  const { object, problems } = decodeKind("CronJob", "batch/v1", value, options);
  // As for Jobs: the schema table ties JSON to the type.
  return { object: object as unknown as CronJob, problems };
}

const STORED_METADATA = { name: "", namespace: "", uid: "", resourceVersion: "", creationTimestamp: "" };

function decodeKind(
  kind: "CronJob" | "Job" | "Pod",
  apiVersion: string,
  value: unknown,
  options?: DecodeOptions,
): Decoded {
  const { object, problems } = decode(kind, value, options);
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const { managedFields: _managedFields, selfLink: _selfLink, ...kept } = metadata;
  return {
    object: { apiVersion, kind, metadata: copyWith(STORED_METADATA, kept), spec: object.spec, status: object.status },
    problems: [...checkName(object, "apiVersion", apiVersion), ...checkName(object, "kind", kind), ...problems],
  };
}

function checkName(object: JsonObject, field: "apiVersion" | "kind", expected: string): DecodeProblem[] {
  const given = object[field];
  if (given === undefined || given === expected) return [];
  const message = `${field} must be ${JSON.stringify(expected)}, not ${describeJson(given)}`;
  return [{ path: [field], kind: "wrongKind", message }];
}
