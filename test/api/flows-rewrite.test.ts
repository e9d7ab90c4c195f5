/** Updates of Jobs with the answers of a real API server. */

import { expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import { isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { mergePatch } from "../../src/api/merge-patch.ts";
import { readJob } from "../../src/api/release-fields.ts";
import { strategicMerge } from "../../src/api/strategic-merge.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import type { Job } from "../../src/api/types.ts";
import {
  prepareJobForCreate,
  prepareJobForUpdate,
  prepareJobStatusUpdate,
} from "../../src/apiserver/admission/job-strategy.ts";
import { asRecorded, type Flow, type FlowStep, readFlows, uidIn } from "./flows.ts";
import { modified } from "./modified.ts";

const MERGE = "application/merge-patch+json";
const STRATEGIC = "application/strategic-merge-patch+json";

function isRewrite({ method, contentType, code }: FlowStep): boolean {
  const isKnownPatch = method === "PATCH" && (contentType === MERGE || contentType === STRATEGIC);
  return code === 200 && (method === "PUT" || isKnownPatch);
}

/** Flows that create one Job and then only update it, without refused writes and reads. */
const flows: readonly Flow[] = readFlows()
  .map(({ name, steps }) => ({ name, steps: steps.filter(({ method, code }) => method !== "GET" && code < 300) }))
  .filter(({ steps: [first, ...others] }) => {
    const isCreate = first?.code === 201 && first.method === "POST" && isJsonObject(first.body);
    return isCreate && others.length > 0 && others.every(isRewrite);
  });

function create({ body, answer }: FlowStep): Job {
  const { object } = decodeJob(body);
  const namespaced = { ...object, metadata: { ...object.metadata, namespace: "{ns}" } };
  const identity = { uid: uidIn(answer), creationTimestamp: "2000-01-01T00:00:00Z" };
  return defaultJob(prepareJobForCreate(defaultJob(namespaced), identity));
}

function rewrite(stored: Job, step: FlowStep): Job {
  const document = requested(stored, step);
  const { object } = readJob(document, CURRENT_API, stored);
  // Parts that are shared with the stored Job are not decoded again, which makes no difference.
  expect(object).toEqual(decodeJob(document).object);
  const next = defaultJob(object);
  return step.path.endsWith("/status") ? prepareJobStatusUpdate(next, stored) : prepareJobForUpdate(next, stored);
}

function requested(stored: Job, { contentType, body, readModifyWrite }: FlowStep): JsonObject {
  if (isJsonObject(readModifyWrite)) return modified({ ...stored }, readModifyWrite);
  if (!isJsonObject(body)) throw new Error("a rewrite without a body");
  if (contentType === MERGE) return mergePatch(stored, body);
  const result = strategicMerge("Job", stored, body);
  if ("problem" in result) throw new Error(result.problem);
  return result.object;
}

test("there are dozens of flows that update a Job", () => {
  expect(flows.length).toBeGreaterThan(40);
});

test.each(flows)("each write leaves the Job as a real server left it: $name", ({ steps: [first, ...others] }) => {
  if (first === undefined) throw new Error("a flow without a create");
  let job = create(first);
  for (const step of others) {
    job = rewrite(job, step);
    expect(asRecorded(job)).toEqual(step.answer);
  }
});
