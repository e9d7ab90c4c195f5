/** One create or update of a CronJob, and the API server's answer. */

import { aggregateMessage, type FieldError, formatPath } from "../../src/api/field-path.ts";
import type { JsonObject } from "../../src/api/json.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { isOfKind } from "../../src/api/kinds/kind.ts";
import { applyPatch } from "../../src/api/patch.ts";
import type { KubeObject } from "../../src/api/types.ts";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { accepted, badRequest, type Result, refused } from "../../src/apiserver/errors.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import type { Written } from "../../src/apiserver/registry.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import { differenceOf } from "./flow-vector.ts";
import { UNCHECKED_CRON_JOB } from "./unchecked-cron-job.ts";
import { isRecord, type RecordedJson } from "./vectors.ts";

interface ApiVector {
  readonly name: string;
  readonly op: "create" | "update";
  readonly manifest: JsonObject;
  readonly patch?: JsonObject;
  readonly legacy?: boolean;
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

function answerTo({ op, manifest, patch = {}, legacy }: ApiVector): unknown {
  const storage = new Storage(new CommitLog("none"), new NameSource("conformance"), () => 0, 0);
  const { objects } = new ApiServer(storage);
  const registry = objects.of(op === "update" && legacy === true ? UNCHECKED_CRON_JOB : CRON_JOB);
  const created = registry.create("default", manifest, { actor: "user" });
  if (op === "create" || !created.ok) return answer(201, created);
  const change = (stored: KubeObject): Result<unknown> => {
    const patched = applyPatch(CRON_JOB.schema, stored, { type: "strategic", body: patch });
    return "problem" in patched ? refused(badRequest(patched.problem)) : accepted(patched.object);
  };
  return answer(200, registry.update("default", created.object.object.metadata.name, change, { actor: "user" }));
}

function answer(code: number, written: Result<Written<KubeObject>>): unknown {
  if (written.ok) {
    const { object, warnings } = written.object;
    const spec = isOfKind(CRON_JOB, object) ? object.spec : undefined;
    return { code, generation: object.metadata.generation, spec, warnings };
  }
  const { causes = [], about } = written.error;
  const recorded = causes.filter(isRecorded);
  const message = `CronJob.batch "${about?.name}" is invalid: ${aggregateMessage(recorded)}`;
  return { code: 422, message, causes: causesOf(recorded) };
}

/** The recordings check nothing of the pod template but what a Job asks of it: a real server refuses this word twice. */
function isRecorded({ body }: FieldError): boolean {
  return !body.endsWith('supported values: "Always", "OnFailure", "Never"');
}

function causesOf(errors: readonly FieldError[]) {
  return errors.map(({ path, reason, body }) => ({ reason, message: body, field: formatPath(path) }));
}
