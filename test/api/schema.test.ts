import { expect, test } from "vitest";
import { isScalarType } from "../../src/api/decode-scalar.ts";
import { KINDS } from "../../src/api/kinds/table.ts";
import { schemaOf, TYPE_NAMES } from "../../src/api/schema/index.ts";

const fields = TYPE_NAMES.flatMap((type) =>
  Object.entries(schemaOf(type) ?? {}).map(([name, field]) => ({ where: `${type}.${name}`, field })),
);

test("every field has a scalar type or a type with a table", () => {
  const dangling = fields.filter(({ field }) => !isScalarType(field.type) && schemaOf(field.type) === undefined);
  expect(dangling).toEqual([]);
});

test("every type is reachable from a kind with a schema", () => {
  const reached = new Set<string>(KINDS.flatMap(({ schema }) => schema ?? []));
  for (const type of reached) for (const { type: next } of Object.values(schemaOf(type) ?? {})) reached.add(next);
  expect(TYPE_NAMES.filter((type) => !reached.has(type))).toEqual([]);
});

test("a merge key is a scalar field of the items", () => {
  for (const { where, field } of fields) {
    if (field.mergeKey === undefined) continue;
    const key = schemaOf(field.type)?.[field.mergeKey];
    expect(key?.shape, where).toBe("one");
    expect(isScalarType(key?.type ?? ""), where).toBe(true);
  }
});

test("every field of the Job's own types has a description", () => {
  const own = [
    "Job",
    "JobSpec",
    "JobStatus",
    "JobCondition",
    "PodFailurePolicyRule",
    "SuccessPolicyRule",
    "LabelSelector",
  ];
  const silent = fields.filter(
    ({ where, field }) => own.includes(where.split(".")[0] ?? "") && field.doc === undefined,
  );
  expect(silent).toEqual([]);
});

test("every type has at least one field, and only plain objects inherit nothing", () => {
  expect(TYPE_NAMES.length).toBeGreaterThan(120);
  expect(schemaOf("constructor")).toBeUndefined();
  expect(schemaOf("string")).toBeUndefined();
});
