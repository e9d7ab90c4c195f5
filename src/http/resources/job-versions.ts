/** The API versions of Jobs: batch/v1, and the older batch/v2alpha1 with fewer fields. */

import { type DecodeOptions, type DecodeProblem, decodeJob } from "../../api/decode.ts";
import { encode } from "../../api/encode.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Job } from "../../api/types.ts";

/** An API version of Jobs. */
export interface JobApiVersion {
  readonly name: string;
  readonly apiVersion: string;
  readonly decode: (
    value: unknown,
    options?: DecodeOptions,
  ) => { readonly object: Job; readonly problems: readonly DecodeProblem[] };
  /** @param extras additional metadata */
  readonly encode: (job: Job, extras: JsonObject) => JsonObject;
  /** Adds the stored values of fields that the version does not have to a decoded Job. */
  readonly complete: (decoded: Job, stored: Job) => Job;
  readonly bookmark: (metadata: JsonObject) => JsonObject;
}

function encodeJob(job: Job, extras: JsonObject): JsonObject {
  const object = encode("Job", { ...job });
  const { resourceVersion, ...metadata } = job.metadata;
  // An object of a dry run has no version.
  const version = resourceVersion === "" ? {} : { resourceVersion };
  return { ...object, metadata: { ...metadata, ...version, ...extras } };
}

/** A Job with only the given metadata, for bookmarks. */
function emptyJob(metadata: JsonObject): JsonObject {
  return encode("Job", {
    kind: "Job",
    apiVersion: "batch/v1",
    metadata,
    spec: { template: { metadata: {}, spec: {} } },
    status: {},
  });
}

/** Jobs in batch/v1. */
export const BATCH_V1: JobApiVersion = {
  name: "v1",
  apiVersion: "batch/v1",
  decode: decodeJob,
  encode: encodeJob,
  complete: (decoded) => decoded,
  bookmark: emptyJob,
};

const SPEC_FIELDS = [
  "activeDeadlineSeconds",
  "completions",
  "manualSelector",
  "parallelism",
  "selector",
  "template",
] as const;
const STATUS_FIELDS = ["active", "completionTime", "conditions", "failed", "startTime", "succeeded"] as const;

const V2ALPHA1 = "batch/v2alpha1";

/** Jobs in batch/v2alpha1; batch/v1 documents are accepted too, as the examples of its reference send them. */
export const BATCH_V2ALPHA1: JobApiVersion = {
  name: "v2alpha1",
  apiVersion: V2ALPHA1,
  decode: decodeOlder,
  encode: (job, extras) => narrowed(encodeJob(job, extras)),
  complete: ({ spec, status, ...decoded }, stored) => ({
    ...decoded,
    spec: { ...without(stored.spec, SPEC_FIELDS), ...spec },
    status: { ...without(stored.status, STATUS_FIELDS), ...status },
  }),
  bookmark: (metadata) => narrowed(emptyJob(metadata)),
};

function narrowed({ spec, status, ...job }: JsonObject): JsonObject {
  return { ...job, apiVersion: V2ALPHA1, spec: only(spec, SPEC_FIELDS), status: only(status, STATUS_FIELDS) };
}

function only(object: unknown, fields: readonly string[]): JsonObject {
  const entries = isJsonObject(object) ? Object.entries(object) : [];
  return Object.fromEntries(entries.filter(([name]) => fields.includes(name)));
}

function without<T extends object, K extends keyof T>(object: T, fields: readonly K[]): Omit<T, K> {
  const rest = { ...object };
  for (const field of fields) delete rest[field];
  return rest;
}

function decodeOlder(value: unknown, options?: DecodeOptions) {
  if (!isJsonObject(value)) return decodeJob(value);
  const { spec, status, ...rest } = value;
  const isOlder = rest.apiVersion === V2ALPHA1;
  const { object, problems } = decodeJob(
    {
      ...rest,
      ...(isOlder ? { apiVersion: "batch/v1" } : {}),
      spec: isJsonObject(spec) ? only(spec, SPEC_FIELDS) : spec,
      status: isJsonObject(status) ? only(status, STATUS_FIELDS) : status,
    },
    options,
  );
  return {
    object,
    problems: [...problems, ...unknownIn("spec", spec, SPEC_FIELDS), ...unknownIn("status", status, STATUS_FIELDS)],
  };
}

function unknownIn(part: string, object: unknown, fields: readonly string[]): DecodeProblem[] {
  const names = isJsonObject(object) ? Object.keys(object) : [];
  return names
    .filter((name) => !fields.includes(name))
    .map((name) => ({
      path: [part, name],
      kind: "unknownField",
      message: `${part}.${name} is not a field of Job in ${V2ALPHA1}`,
    }));
}
