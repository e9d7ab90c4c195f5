/** Decoding at the limits of its types, and the kinds of its problems. */

import { describe, expect, test } from "vitest";
import { decode, decodeJob, decodePod } from "../../src/api/decode.ts";
import { encode } from "../../src/api/encode.ts";
import { aggregateMessage, type FieldError } from "../../src/api/field-path.ts";
import { describeJson } from "../../src/api/json.ts";
import type { TypeName } from "../../src/api/schema/index.ts";

function kinds(type: TypeName, value: unknown): readonly string[] {
  return decode(type, value).problems.map(({ kind }) => kind);
}

describe("a problem has a kind", () => {
  test.each([
    ["JobSpec", { parallelism: "3" }, ["wrongType"]],
    ["JobSpec", { parallelism: 2 ** 31 }, ["outOfRange"]],
    ["JobSpec", { parallelism: -(2 ** 31) - 1 }, ["outOfRange"]],
    ["JobSpec", { parallelism: 2 ** 31 - 1 }, []],
    ["JobSpec", { parallelism: -(2 ** 31) }, []],
    ["JobSpec", { activeDeadlineSeconds: "3" }, ["wrongType"]],
    ["JobSpec", { activeDeadlineSeconds: 0.5 }, ["wrongType"]],
    ["JobSpec", { activeDeadlineSeconds: Number("9223372036854775807") }, []],
    ["JobSpec", { activeDeadlineSeconds: 2 ** 63 + 2048 }, ["outOfRange"]],
    ["JobSpec", { activeDeadlineSeconds: -(2 ** 63) }, []],
    ["JobSpec", { activeDeadlineSeconds: -(2 ** 64) }, ["outOfRange"]],
    ["JobSpec", { backoffLimt: 1 }, ["unknownField"]],
    ["JobSpec", { frobnicate: 1 }, ["unknownField"]],
    ["JobSpec", "x", ["wrongType"]],
    ["PodSpec", { containers: {} }, ["wrongType"]],
    ["PodSpec", { nodeSelector: [] }, ["wrongType"]],
    ["ResourceRequirements", { limits: { cpu: "much" } }, ["badFormat"]],
    ["ResourceRequirements", { limits: { cpu: [1] } }, ["wrongType"]],
    ["ResourceRequirements", { limits: { cpu: " 1 " } }, []],
    ["JobStatus", { startTime: "today" }, ["badFormat"]],
    ["JobStatus", { startTime: 1 }, ["wrongType"]],
  ] as const)("in %s of %j", (type, value, expected) => {
    expect(kinds(type, value)).toEqual(expected);
  });

  test("also if the document is of another kind", () => {
    const { problems } = decodePod({ apiVersion: "v2", kind: "Job", spec: {} });
    expect(problems).toEqual([
      { path: ["apiVersion"], kind: "wrongKind", message: 'apiVersion must be "v1", not the string "v2"' },
      { path: ["kind"], kind: "wrongKind", message: 'kind must be "Pod", not the string "Job"' },
    ]);
  });

  test("and no suggestion if no name is near", () => {
    expect(decode("JobSpec", { frobnicate: 1 }).problems).toEqual([
      { path: ["frobnicate"], kind: "unknownField", message: "frobnicate is not a field of JobSpec" },
    ]);
  });
});

describe("an absent value", () => {
  test("is left out if absent and zero are the same, and kept if they differ", () => {
    expect(decode("JobSpec", { managedBy: "", backoffLimit: 0, suspend: false }).object).toMatchObject({
      managedBy: "",
      backoffLimit: 0,
      suspend: false,
    });
    expect(decode("Container", { name: "a", image: "", command: [], workingDir: "" }).object).toEqual({
      name: "a",
      resources: {},
    });
    expect(decode("ObjectMeta", { labels: {}, generateName: "", name: "a" }).object).not.toHaveProperty("labels");
  });

  test("keeps a zero quantity, and an empty object", () => {
    expect(decode("EmptyDirVolumeSource", { sizeLimit: "0" }).object).toEqual({ sizeLimit: "0" });
    expect(decode("Volume", { name: "a", emptyDir: {} }).object).toEqual({ name: "a", emptyDir: {} });
  });

  test("is zero as an item of a list or a map", () => {
    expect(decode("Container", { name: "a", args: [null, "x"] }).object).toEqual({
      name: "a",
      args: ["", "x"],
      resources: {},
    });
    expect(decode("ResourceRequirements", { limits: { cpu: null } }).object).toEqual({ limits: { cpu: "0" } });
    expect(decode("PodSpec", { containers: [null] }).object).toEqual({ containers: [{ name: "", resources: {} }] });
  });

  test("of a document that is not an object is what its type always has", () => {
    expect(decode("PodSpec", "x").object).toEqual({ containers: [] });
    expect(decodeJob("x").object).toEqual({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "", namespace: "", uid: "", resourceVersion: "", creationTimestamp: "" },
      spec: { template: { metadata: {}, spec: { containers: [] } } },
      status: {},
    });
    expect(decodePod({}).object).toMatchObject({ apiVersion: "v1", kind: "Pod" });
  });
});

describe("an object is encoded", () => {
  test.each<[TypeName, object, object]>([
    ["PodSpec", { containers: [] }, { containers: null }],
    ["PodSpec", { containers: [{ name: "a" }], volumes: [] }, { containers: [{ name: "a" }], volumes: [] }],
    ["PodSpec", {}, { containers: null }],
    ["ContainerStateTerminated", { exitCode: 1 }, { exitCode: 1, startedAt: null, finishedAt: null }],
    [
      "PodCondition",
      { type: "Ready", status: "True" },
      { type: "Ready", status: "True", lastProbeTime: null, lastTransitionTime: null },
    ],
    [
      "PodSpec",
      { containers: [{ name: "a", lifecycle: {} }], nodeSelector: { containers: "x" } },
      { containers: [{ name: "a", lifecycle: {} }], nodeSelector: { containers: "x" } },
    ],
  ])("as %s: %j", (type, object, written) => {
    expect(encode(type, { ...object })).toEqual(written);
  });

  test("with a null in one item of a list, and the other items unchanged", () => {
    const [first, second] = [
      { type: "A", status: "True", lastProbeTime: "x", lastTransitionTime: "y" },
      { type: "B", status: "True" },
    ];
    const written = encode("PodStatus", { conditions: [first, second] });
    expect(written).toEqual({ conditions: [first, { ...second, lastProbeTime: null, lastTransitionTime: null }] });
  });

  test("as itself if nothing is missing", () => {
    const object = { containers: [{ name: "a" }] };
    expect(encode("PodSpec", object)).toBe(object);
  });
});

test.each([
  ["x".repeat(60), `the string "${"x".repeat(60)}"`],
  ["x".repeat(61), `the string "${"x".repeat(60)}…"`],
  ["", 'the string ""'],
  [[], "a list"],
  [{}, "an object"],
  [null, "null"],
  [1.5, "1.5"],
])("%j is described as %s", (value, words) => {
  expect(describeJson(value)).toBe(words);
});

test.each([
  [[], "[]"],
  [["a"], "a: wrong"],
  [["a", "a"], "a: wrong"],
  [["a", "b"], "[a: wrong, b: wrong]"],
])("errors at %j are formatted as %s", (fields, text) => {
  const errors = fields.map((field): FieldError => ({ path: [field], reason: "FieldValueInvalid", body: "wrong" }));
  expect(aggregateMessage(errors)).toBe(text);
});
