import { describe, expect, test } from "vitest";
import { decode, decodeJob, decodePod } from "../../src/api/decode.ts";
import { encode } from "../../src/api/encode.ts";
import type { TypeName } from "../../src/api/schema/index.ts";

function messages(type: TypeName, value: unknown): readonly string[] {
  return decode(type, value).problems.map(({ message }) => message);
}

describe("a value of a wrong type", () => {
  test.each([
    ["JobSpec", { parallelism: "3" }, 'parallelism must be a whole number, not the string "3"'],
    ["JobSpec", { parallelism: 1.5 }, "parallelism must be a whole number, not 1.5"],
    ["JobSpec", { parallelism: true }, "parallelism must be a whole number, not true"],
    ["JobSpec", { parallelism: [] }, "parallelism must be a whole number, not a list"],
    ["JobSpec", { parallelism: 2 ** 31 }, "parallelism must be between -2147483648 and 2147483647, not 2147483648"],
    [
      "JobSpec",
      { activeDeadlineSeconds: 2 ** 64 },
      "activeDeadlineSeconds must be between -2^63 and 2^63-1, not 18446744073709552000",
    ],
    ["JobSpec", { suspend: "yes" }, 'suspend must be true or false, not the string "yes"'],
    ["JobSpec", { managedBy: 7 }, "managedBy must be a string, not 7"],
    ["JobSpec", { template: "x" }, 'template must be an object, not the string "x"'],
    ["PodSpec", { containers: {} }, "containers must be a list, not an object"],
    ["PodSpec", { containers: ["x"] }, 'containers[0] must be an object, not the string "x"'],
    ["PodSpec", { nodeSelector: [] }, "nodeSelector must be a map, not a list"],
    ["PodSpec", { nodeSelector: { zone: 3 } }, "nodeSelector[zone] must be a string, not 3"],
    ["Probe", { httpGet: { port: 1.5 } }, "httpGet.port must be a whole number or a string, not 1.5"],
    [
      "ResourceRequirements",
      { limits: { cpu: "much" } },
      'limits[cpu] must be an amount such as 500m or 2Gi, not the string "much"',
    ],
    ["ResourceRequirements", { limits: { cpu: true } }, "limits[cpu] must be an amount such as 500m or 2Gi, not true"],
    [
      "JobStatus",
      { startTime: "today" },
      'startTime must be a time such as 2000-01-01T00:00:00Z, not the string "today"',
    ],
    [
      "JobStatus",
      { startTime: "2000-13-01T00:00:00Z" },
      'startTime must be a time such as 2000-01-01T00:00:00Z, not the string "2000-13-01T00:00:00Z"',
    ],
    ["JobStatus", { startTime: 0 }, "startTime must be a time such as 2000-01-01T00:00:00Z, not 0"],
    ["ManagedFieldsEntry", { fieldsV1: 1 }, "fieldsV1 must be an object, not 1"],
    ["JobSpec", [], "the document must be an object, not a list"],
    ["JobSpec", null, "the document must be an object, not null"],
  ] as const)("of %s in %j is named", (type, value, message) => {
    expect(messages(type, value)).toEqual([message]);
  });

  test("is left out, so the object keeps its shape", () => {
    expect(decode("PodSpec", { containers: "x", hostname: 3 }).object).toEqual({ containers: [] });
  });
});

describe("an unknown field", () => {
  test("is dropped and reported, with the field that was probably meant", () => {
    const { object, problems } = decode("JobSpec", { paralelism: 3, template: {} });
    expect(object).not.toHaveProperty("paralelism");
    expect(problems).toEqual([
      {
        path: ["paralelism"],
        kind: "unknownField",
        message: 'paralelism is not a field of JobSpec; did you mean "parallelism"?',
        suggestion: "parallelism",
      },
    ]);
  });

  test.each(["Parallelism", "constructor", "__proto__"])("can differ in case or be inherited: %s", (name) => {
    const value: unknown = JSON.parse(`{"${name}": 1}`);
    expect(decode("JobSpec", value).problems.map(({ kind }) => kind)).toEqual(["unknownField"]);
  });

  test("has its path in lists and maps", () => {
    const path = ["spec", "template", "spec", "containers", 0, "imag"];
    const job = { spec: { template: { spec: { containers: [{ name: "main", imag: "x" }] } } } };
    expect(decodeJob(job).problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe("Go's view of absent and zero", () => {
  test.each([
    ["a null is absent", "JobSpec", { parallelism: null }, {}],
    [
      "zero is kept where it differs from absent",
      "JobSpec",
      { parallelism: 0, suspend: false },
      { parallelism: 0, suspend: false },
    ],
    ["zero is dropped where it does not", "JobStatus", { active: 0, completedIndexes: "" }, {}],
    ["an empty text is kept where it means something", "JobStatus", { failedIndexes: "" }, { failedIndexes: "" }],
    ["empty lists and maps are dropped", "PodSpec", { tolerations: [], nodeSelector: {} }, { containers: [] }],
    ["an object without fields is kept", "Volume", { name: "v", emptyDir: {} }, { name: "v", emptyDir: {} }],
    [
      "a null in a list is a zero value",
      "Container",
      { name: "main", command: [null] },
      { name: "main", command: [""], resources: {} },
    ],
    ["a null in a map is a zero value", "LabelSelector", { matchLabels: { a: null } }, { matchLabels: { a: "" } }],
    [
      "what a type always has is there",
      "ContainerStatus",
      {},
      { image: "", imageID: "", lastState: {}, name: "", ready: false, restartCount: 0, state: {} },
    ],
    [
      "amounts become canonical",
      "ResourceRequirements",
      { limits: { cpu: 0.5, memory: "1024Mi" } },
      { limits: { cpu: "500m", memory: "1Gi" } },
    ],
    [
      "times lose their fraction and their zone",
      "JobStatus",
      { startTime: "2000-01-01T02:00:00.9+02:00" },
      { startTime: "2000-01-01T00:00:00Z" },
    ],
    ["a number may stand for a port", "TCPSocketAction", { port: 80 }, { port: 80 }],
    ["a name may stand for a port", "TCPSocketAction", { port: "http" }, { port: "http" }],
  ] as const)("%s", (_, type, value, expected) => {
    const { object, problems } = decode(type, value);
    const { template: _template, ...rest } = object;
    expect(rest).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe("a document", () => {
  test.each([
    ["Job", "batch/v1", []],
    [undefined, undefined, []],
    ["job", "batch/v1", ['kind must be "Job", not the string "job"']],
    ["Job", "batch/v2", ['apiVersion must be "batch/v1", not the string "batch/v2"']],
    ["Pod", "v1", ['apiVersion must be "batch/v1", not the string "v1"', 'kind must be "Job", not the string "Pod"']],
  ])("of kind %s in %s must be a Job", (kind, apiVersion, expected) => {
    const { object, problems } = decodeJob({ ...(kind && { kind }), ...(apiVersion && { apiVersion }) });
    expect(problems.map(({ message }) => message)).toEqual(expected);
    expect(object.kind).toBe("Job");
  });

  test("has all metadata of a stored object, and none that only other servers add", () => {
    const { object } = decodePod({
      metadata: { generateName: "a-", managedFields: [{ manager: "x" }], selfLink: "y" },
    });
    expect(object.metadata).toEqual({
      name: "",
      generateName: "a-",
      namespace: "",
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
    });
    expect(object.spec.containers).toEqual([]);
    expect(object.status).toEqual({});
  });
});

describe("encoding an object", () => {
  test("shows required fields that were never set as null", () => {
    const condition = { type: "Suspended", status: "True" };
    expect(encode("JobStatus", { conditions: [condition] })).toEqual({
      conditions: [{ ...condition, lastProbeTime: null, lastTransitionTime: null }],
    });
    expect(encode("PodFailurePolicy", { rules: [] })).toEqual({ rules: null });
  });

  test("returns the object if it needs no null", () => {
    const status = { active: 1, conditions: [{ lastProbeTime: "x", lastTransitionTime: "y" }] };
    expect(encode("JobStatus", status)).toBe(status);
  });
});
