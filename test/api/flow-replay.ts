/** Replays recorded API flows up to validation: the rules that each create and each update of a Job breaks. */

import { decodeJob } from "../../src/api/decode-object.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import type { FieldError } from "../../src/api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { mergePatch } from "../../src/api/merge-patch.ts";
import { strategicMerge } from "../../src/api/strategic-merge.ts";
import type { Job } from "../../src/api/types.ts";
import { validateJobCreate, validateJobUpdate } from "../../src/api/validation/job.ts";
import { validateJobStatusUpdate } from "../../src/api/validation/status.ts";
import { warningsForCreate, warningsForUpdate } from "../../src/api/validation/warnings.ts";
import {
  prepareJobForCreate,
  prepareJobForUpdate,
  prepareJobStatusUpdate,
} from "../../src/apiserver/admission/job-strategy.ts";
import { type Flow, type FlowStep, uidIn } from "./flows.ts";
import { modified, withPath } from "./modified.ts";

/** A validated write, and the step of the flow with the result of a real server. */
export interface Replayed {
  readonly title: string;
  readonly kind: "create" | "update" | "status";
  readonly step: FlowStep;
  readonly job: Job;
  readonly errors: readonly FieldError[];
  readonly warnings: readonly string[];
}

const NAMESPACE = "flow";
/** Flows have UIDs in the form `<uid-0>`, which is not a label value; here they have no brackets. */
const NO_UID = "uid-none";
const CREATED_AT = "2000-01-01T00:00:00Z";

/** Formats a text with our UIDs like the flows. */
export function asInFlows(text: string): string {
  return text.replaceAll(/\buid-\d+\b/g, "<$&>").replaceAll(NO_UID, "<uid>");
}

/** All creates and updates of a flow that reach validation. */
export function replay(flow: Flow): readonly Replayed[] {
  const jobs = new Map<string, Job>();
  return flow.steps.flatMap((step, i) => {
    const replayed = reachedValidation(step) ? replayStep(step, jobs) : undefined;
    if (replayed === undefined) return [];
    if (step.code < 300) jobs.set(replayed.job.metadata.name, replayed.job);
    return [{ title: `${flow.name} step ${i}`, step, ...replayed }];
  });
}

function reachedValidation({ code, answer }: FlowStep): boolean {
  return code < 300 || (code === 422 && String(answer.message).startsWith("Job.batch"));
}

type Outcome = Omit<Replayed, "title" | "step">;

function replayStep(step: FlowStep, jobs: ReadonlyMap<string, Job>): Outcome | undefined {
  if (step.method === "POST") return create(step);
  const [, name, subresource] = /\/jobs\/([^/?]+)(\/status)?/.exec(step.path) ?? [];
  const stored = jobs.get(name ?? "");
  if (stored === undefined || !["PUT", "PATCH"].includes(step.method)) return undefined;
  const requested = requestedObject({ ...stored }, step);
  if (requested === undefined) return undefined;
  const next = defaultJob(decodeJob(inOurWords(requested)).object);
  if (subresource !== undefined) {
    const job = prepareJobStatusUpdate(next, stored);
    return { kind: "status", job, errors: validateJobStatusUpdate(job, stored), warnings: [] };
  }
  const job = prepareJobForUpdate(next, stored);
  return { kind: "update", job, errors: validateJobUpdate(job, stored), warnings: warningsForUpdate(job, stored) };
}

function create({ body, answer }: FlowStep): Outcome | undefined {
  const parsed = typeof body === "string" ? parseJson(body) : body;
  if (!isJsonObject(parsed)) return undefined;
  const { object } = decodeJob(parsed);
  const metadata = { ...object.metadata, namespace: NAMESPACE };
  const { name, generateName = "" } = metadata;
  const generated = name === "" && generateName !== "" ? { name: `${generateName}bcdfg` } : {};
  const uid = uidIn(answer) === "<uid>" ? NO_UID : uidIn(answer).slice(1, -1);
  const identity = { uid, creationTimestamp: CREATED_AT, ...generated };
  const job = prepareJobForCreate(defaultJob({ ...object, metadata }), identity);
  return { kind: "create", job, errors: validateJobCreate(job), warnings: warningsForCreate(job) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request body with the namespace and the UIDs of the replay. */
function inOurWords(object: JsonObject): unknown {
  const text = JSON.stringify(object);
  return JSON.parse(text.replaceAll("{ns}", NAMESPACE).replaceAll(/<(uid-\d+)>/g, "$1"));
}

function requestedObject(stored: JsonObject, step: FlowStep): JsonObject | undefined {
  const { contentType = "application/json", body, readModifyWrite } = step;
  if (readModifyWrite !== undefined) return modified(stored, readModifyWrite);
  if (contentType === "application/json-patch+json") return jsonPatched(stored, body);
  if (!isJsonObject(body)) return undefined;
  if (contentType === "application/merge-patch+json") return mergePatch(stored, body);
  if (contentType === "application/json") return body;
  const result = strategicMerge("Job", stored, body);
  return "object" in result && contentType.startsWith("application/strategic") ? result.object : undefined;
}

/** Only the operations that the flows use: adding, replacing and removing fields. */
function jsonPatched(stored: JsonObject, operations: unknown): JsonObject {
  let result = stored;
  for (const operation of isJsonList(operations) ? operations : []) {
    if (!isJsonObject(operation)) continue;
    const path = String(operation.path).slice(1).split("/");
    if (operation.op !== "test") result = withPath(result, path, operation.value);
  }
  return result;
}
