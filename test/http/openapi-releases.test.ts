/** The OpenAPI documents of a release have the fields that it knows, and no others. */

import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { DATED_POD_FIELDS, POD_FIELD_SETS } from "../../src/api/pod-fields.ts";
import { schemaOf, TYPE_NAMES } from "../../src/api/schema/index.ts";
import { OpenApiDocuments } from "../../src/http/openapi/documents.ts";
import { fullName } from "../../src/http/openapi/schemas.ts";
import { MINOR_RELEASES, RELEASES, type Release, switchesOf } from "../../src/simulation/releases/releases.ts";

function definitionsOf(release: Release): JsonObject {
  const document: unknown = JSON.parse(new OpenApiDocuments([], release).at("/openapi/v2") ?? "{}");
  if (!isJsonObject(document) || !isJsonObject(document.definitions)) throw new Error("no definitions");
  return document.definitions;
}

function fieldsOf(release: Release, type: string): readonly string[] {
  const schema = definitionsOf(release)[fullName(type)];
  return isJsonObject(schema) && isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
}

describe("the documents of a release", () => {
  test.each([
    ["JobSpec", "podFailurePolicy", undefined, "1.25"],
    ["JobSpec", "backoffLimitPerIndex", "1.27", "1.28"],
    ["JobSpec", "maxFailedIndexes", "1.27", "1.28"],
    ["JobSpec", "podReplacementPolicy", "1.27", "1.28"],
    ["JobStatus", "failedIndexes", "1.27", "1.28"],
    ["JobStatus", "terminating", "1.27", "1.28"],
    ["JobSpec", "successPolicy", "1.29", "1.30"],
    ["JobSpec", "managedBy", "1.29", "1.30"],
    ["PodSpec", "schedulingGates", "1.25", "1.26"],
    ["Container", "restartPolicy", "1.27", "1.28"],
    ["Lifecycle", "stopSignal", "1.32", "1.33"],
    ["PodSpec", "schedulingGroup", "1.35", "1.36.0"],
  ] as const)("tell of %s.%s: not yet in %s, but in %s", (type, field, before, since) => {
    if (before !== undefined) expect(fieldsOf(before, type)).not.toContain(field);
    expect(fieldsOf(since, type)).toContain(field);
  });

  test("have no types that only unknown fields refer to", () => {
    expect(Object.keys(definitionsOf("1.29"))).not.toContain(fullName("SuccessPolicyRule"));
    expect(Object.keys(definitionsOf("1.30"))).toContain(fullName("SuccessPolicyRule"));
    expect(Object.keys(definitionsOf("1.25"))).not.toContain(fullName("PodSchedulingGate"));
  });

  test("have no dangling references", () => {
    for (const release of RELEASES) {
      const definitions = definitionsOf(release);
      const used = JSON.stringify(definitions).matchAll(/"#\/definitions\/([^"]+)"/g);
      expect([...used].map(([, name = ""]) => name).filter((name) => definitions[name] === undefined)).toEqual([]);
    }
  });

  test("name their release", () => {
    expect(JSON.parse(new OpenApiDocuments([], "1.28").at("/openapi/v2") ?? "").info.version).toBe("v1.28.15");
  });

  test("of the newest release have every type and field", () => {
    for (const type of TYPE_NAMES) expect(fieldsOf("1.36", type)).toEqual(Object.keys(schemaOf(type) ?? {}));
  });
});

test("the sets of fields of Pods are those of the minor releases", () => {
  expect(POD_FIELD_SETS).toEqual(MINOR_RELEASES);
  for (const release of RELEASES) expect(release.startsWith(switchesOf(release).podFields), release).toBe(true);
});

test("every field of Pods that has a release is one of the types", () => {
  expect(DATED_POD_FIELDS.filter(([type, field]) => schemaOf(type)?.[field] === undefined)).toEqual([]);
});
