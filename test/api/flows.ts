/** Reads the recorded API flows, and formats Jobs like them. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { encode } from "../../src/api/encode.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../../src/api/json.ts";
import type { Job } from "../../src/api/types.ts";

export interface FlowStep {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly readModifyWrite?: JsonObject;
  readonly code: number;
  /** The body of the answer. */
  readonly answer: JsonObject;
  /** The Warning headers of the answer. */
  readonly warnings: readonly string[];
}

export interface Flow {
  readonly name: string;
  readonly steps: readonly FlowStep[];
}

/** Metadata that the flows do not record. */
const UNRECORDED = ["resourceVersion", "creationTimestamp", "deletionTimestamp", "managedFields", "uid"];

/** All recorded flows. */
export function readFlows(): readonly Flow[] {
  const file = new URL("../conformance/vectors/api-flows.json.gz", import.meta.url);
  const flows: unknown = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
  return listOf(flows).map((flow) => ({ name: String(flow.name), steps: listOf(flow.steps).flatMap(readStep) }));
}

function listOf(value: unknown): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonObject) : [];
}

function readStep({ method, path, contentType, body, readModifyWrite, expect }: JsonObject): FlowStep[] {
  if (typeof method !== "string" || typeof path !== "string" || !isJsonObject(expect)) return [];
  const { code, body: answer, warnings } = expect;
  if (typeof code !== "number" || !isJsonObject(answer)) return [];
  return [
    {
      method,
      path,
      body,
      code,
      answer,
      warnings: isJsonList(warnings) ? warnings.map(String) : [],
      ...(typeof contentType === "string" ? { contentType } : {}),
      ...(isJsonObject(readModifyWrite) ? { readModifyWrite } : {}),
    },
  ];
}

/** The first UID in an answer, in the form of the flows. */
export function uidIn(answer: JsonObject): string {
  return /<uid-\d+>/.exec(JSON.stringify(answer))?.[0] ?? "<uid>";
}

/** A Job as in an answer of the server, without the fields that the flows leave out. */
export function asRecorded(job: Job): JsonObject {
  const object = encode("Job", { ...job });
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return {
    ...object,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !UNRECORDED.includes(key))),
  };
}
