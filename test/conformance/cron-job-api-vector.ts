/** One create or update of a CronJob, and the API server's answer. */

import { decodeCronJob } from "../../src/api/decode.ts";
import { defaultCronJob } from "../../src/api/defaults.ts";
import { aggregateMessage, type FieldError, formatPath } from "../../src/api/field-path.ts";
import type { JsonObject } from "../../src/api/json.ts";
import { strategicMerge } from "../../src/api/strategic-merge.ts";
import type { CronJob } from "../../src/api/types.ts";
import { validateCronJobCreate, validateCronJobUpdate } from "../../src/api/validation/cron-job.ts";
import { warningsForCronJobCreate, warningsForCronJobUpdate } from "../../src/api/validation/cron-job-warnings.ts";
import { prepareCronJobForCreate, prepareCronJobForUpdate } from "../../src/apiserver/admission/cron-job-strategy.ts";
import { differenceOf } from "./flow-vector.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

interface ApiVector {
  readonly name: string;
  readonly op: "create" | "update";
  readonly manifest: JsonObject;
  readonly patch?: JsonObject;
}

/** Whether a document is a write of a CronJob with its answer. */
export function isCronJobApiVector(
  value: unknown,
): value is { readonly vector: ApiVector; readonly expect: JsonObject } {
  return isRecord(value) && isRecord(value.vector) && isRecord(value.expect);
}

/** Makes the write, and finds how the answer differs. */
export function cronJobApiDifference(vector: RecordedJson): string | undefined {
  if (!isCronJobApiVector(vector)) return "not a write of a CronJob";
  const { code, message, causes, generation, spec, warnings = [] } = vector.expect;
  const expected = code === 422 ? { code, message, causes } : { code, generation, spec, warnings };
  return differenceOf(expected, answerTo(vector.vector));
}

function answerTo({ op, manifest, patch = {} }: ApiVector): unknown {
  const submitted = defaultCronJob(decodeCronJob(manifest).object);
  const named = { ...submitted, metadata: { ...submitted.metadata, namespace: "default" } };
  const identity = { uid: "uid", creationTimestamp: "2000-01-01T00:00:00Z" };
  const created = prepareCronJobForCreate(named, identity);
  if (op === "create") return answer(201, created, validateCronJobCreate(created), warningsForCronJobCreate(created));
  const stored = { ...created, metadata: { ...created.metadata, resourceVersion: "1" } };
  const patched = strategicMerge("CronJob", stored, patch);
  if ("problem" in patched) return patched;
  const next = prepareCronJobForUpdate(defaultCronJob(decodeCronJob(patched.object).object), stored);
  return answer(200, next, validateCronJobUpdate(next, stored), warningsForCronJobUpdate(next, stored));
}

function answer(code: number, cronJob: CronJob, all: readonly FieldError[], warnings: readonly string[]): unknown {
  const errors = all.filter(isRecorded);
  const { metadata, spec } = cronJob;
  if (errors.length === 0) return { code, generation: metadata.generation, spec, warnings };
  return {
    code: 422,
    message: `CronJob.batch "${metadata.name}" is invalid: ${aggregateMessage(errors)}`,
    causes: causesOf(errors),
  };
}

/** The recordings check nothing of the pod template but what a Job asks of it: a real server refuses this word twice. */
function isRecorded({ body }: FieldError): boolean {
  return !body.endsWith('supported values: "Always", "OnFailure", "Never"');
}

function causesOf(errors: readonly FieldError[]) {
  return errors.map(({ path, reason, body }) => ({ reason, message: body, field: formatPath(path) }));
}
