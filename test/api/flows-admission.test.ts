/** Creates of Jobs with the answers of a real API server: decoding, defaulting and fields that the server adds. */

import { describe, expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import { equalJson, isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { prepareJobForCreate } from "../../src/apiserver/admission/job-strategy.ts";
import { asRecorded, type FlowStep, readFlows, uidIn } from "./flows.ts";

interface Create extends FlowStep {
  readonly name: string;
  readonly body: JsonObject;
}

/** All creates of Jobs with a body that is a JSON object. */
const creates: readonly Create[] = readFlows().flatMap(({ name, steps }) =>
  steps.flatMap((step, index) => {
    const isCreate = step.method === "POST" && /\/jobs(\?|$)/.test(step.path);
    const isJson = step.contentType === undefined || step.contentType === "application/json";
    const { body } = step;
    return isCreate && isJson && isJsonObject(body) ? [{ ...step, body, name: `${name} step ${index}` }] : [];
  }),
);
const accepted = creates.filter(({ code }) => code === 201);
/** Refused because of the body, and not because of its namespace. */
const undecodable = creates.filter(({ code, body }) => {
  const namespace = isJsonObject(body.metadata) ? body.metadata.namespace : undefined;
  return code === 400 && (namespace === undefined || namespace === "{ns}");
});

/** Creates the Job like the server, and formats it like the flows. */
function create({ body, answer }: Create): JsonObject {
  const { object } = decodeJob(body);
  const namespaced = { ...object, metadata: { ...object.metadata, namespace: "{ns}" } };
  const answered = isJsonObject(answer.metadata) ? answer.metadata.name : undefined;
  const generated = object.metadata.name === "" && typeof answered === "string" ? { name: answered } : {};
  const identity = { uid: uidIn(answer), creationTimestamp: "2000-01-01T00:00:00Z", ...generated };
  return asRecorded(defaultJob(prepareJobForCreate(defaultJob(namespaced), identity)));
}

describe("a Job that a real server accepted", () => {
  test("is recorded about two hundred times", () => {
    expect(accepted.length).toBeGreaterThan(190);
    expect(undecodable.length).toBeGreaterThan(10);
  });

  test.each(accepted)("is stored in the same form: $name", (step) => {
    const problems = decodeJob(step.body).problems.filter(({ kind }) => kind !== "unknownField");
    expect(problems).toEqual([]);
    const stored = create(step);
    expect(stored).toEqual(step.answer);
    expect(equalJson(stored, step.answer)).toBe(true);
  });

  test.each(accepted)("lacks nothing after defaulting: $name", ({ body }) => {
    const once = defaultJob(decodeJob(body).object);
    expect(defaultJob(once)).toBe(once);
  });
});

describe("a Job that a real server could not decode", () => {
  test.each(undecodable)("has a problem with a path: $name", ({ body, path }) => {
    const isStrict = path.includes("fieldValidation=Strict");
    const grave = decodeJob(body).problems.filter(({ kind }) => isStrict || kind !== "unknownField");
    expect(grave.length).toBeGreaterThan(0);
    for (const { message } of grave) expect(message).toMatch(/^[\w.[\]]+ (must|is not) /);
  });
});
