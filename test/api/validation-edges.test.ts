/** Rules between several fields, and unchanged parts of updates. */

import { describe, expect, test } from "vitest";
import { formatFieldError } from "../../src/api/field-path.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import type { Job, JobSpec, ObjectMeta } from "../../src/api/types.ts";
import * as errors from "../../src/api/validation/errors.ts";
import { parseIndexList } from "../../src/api/validation/index-list.ts";
import { validateJobCreate, validateJobUpdate } from "../../src/api/validation/job.ts";
import { checkMetadataOfUpdate, validateObjectMetaUpdate } from "../../src/api/validation/metadata.ts";
import { validateJobStatusUpdate } from "../../src/api/validation/status.ts";
import { sampleJob, samplePods } from "./job-fixture.ts";

const created = (job: Job) => validateJobCreate(job).map(formatFieldError);
const updated = (next: Job, stored: Job) => [...new Set(validateJobUpdate(next, stored).map(formatFieldError))];

test.each([
  [errors.required(["a"]), "FieldValueRequired", "Required value"],
  [errors.required(["a"], "x"), "FieldValueRequired", "Required value: x"],
  [errors.invalid(["a"], 1, "x"), "FieldValueInvalid", "Invalid value: 1: x"],
  [errors.invalidUnprinted(["a"], "x"), "FieldValueInvalid", "Invalid value: x"],
  [
    errors.unsupported(["a"], "b", ["c", "d"]),
    "FieldValueNotSupported",
    'Unsupported value: "b": supported values: "c", "d"',
  ],
  [errors.duplicate(["a"], "b"), "FieldValueDuplicate", 'Duplicate value: "b"'],
  [errors.notFound(["a"], "b"), "FieldValueNotFound", 'Not found: "b"'],
  [errors.forbidden(["a"], "x"), "FieldValueForbidden", "Forbidden: x"],
  [errors.tooLong(["a"], 3), "FieldValueTooLong", "Too long: may not be more than 3 bytes"],
  [errors.tooMany(["a"], 4, 3), "FieldValueTooMany", "Too many: 4: must have at most 3 items"],
])("the error %j has its reason and message", (error, reason, body) => {
  expect(error).toEqual({ path: ["a"], reason, body });
});

describe("an Indexed Job", () => {
  const named = (name: string, spec: Partial<JobSpec>): Job => {
    const job = sampleJob({ completionMode: "Indexed", ...spec });
    const labels = { ...job.spec.template.metadata?.labels, "batch.kubernetes.io/job-name": name, "job-name": name };
    const template = { ...job.spec.template, metadata: { labels } };
    return { ...job, metadata: { ...job.metadata, name }, spec: { ...job.spec, template } };
  };
  const name = "a".repeat(61);
  const unable = (index: number) =>
    `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-${index}`;

  test.each([
    [{ completions: 0 }, []],
    [{ completions: 1 }, []],
    [{ completions: 10 }, []],
    [{ completions: 11 }, [unable(10)]],
    [{ completions: 11, completionMode: "NonIndexed" as const }, []],
  ])("with a long name and %j can or cannot name its pods", (spec, expected) => {
    expect(created(named(name, spec))).toEqual(expected);
  });
});

describe("labels of a Job", () => {
  const long = "b".repeat(64);
  const withLabels = (extra: object, shared: boolean): Job => {
    const job = sampleJob();
    const labels = { ...job.spec.template.metadata?.labels, "job-name": long, ...extra };
    const template = { ...job.spec.template, metadata: { labels } };
    const metadata = { ...job.metadata, labels: shared ? labels : { ...labels } };
    return { ...job, metadata, spec: { ...job.spec, template } };
  };
  const fields = (job: Job) => new Set(created(job).map((text) => text.split(":")[0]));

  test("that are those of its template are only checked there, if all are generated", () => {
    expect(fields(withLabels({}, true)).has("metadata.labels")).toBe(false);
    expect(fields(withLabels({}, false)).has("metadata.labels")).toBe(true);
    expect(fields(withLabels({ mine: "x" }, true)).has("metadata.labels")).toBe(true);
    expect(fields(sampleJob()).size).toBe(0);
  });

  test("from before the prefixed labels stay valid, but not with only half of them", () => {
    const uid = sampleJob().metadata.uid;
    const old = { "controller-uid": uid, "job-name": "sample" };
    const jobOf = (labels: Readonly<Record<string, string>>) =>
      sampleJob({
        selector: { matchLabels: { "controller-uid": uid } },
        template: { ...samplePods({}), metadata: { labels } },
      });
    expect(updated(jobOf(old), jobOf(old))).toEqual([]);
    expect(
      updated(
        jobOf({ ...old, "batch.kubernetes.io/job-name": "sample" }),
        jobOf({ ...old, "batch.kubernetes.io/job-name": "sample" }),
      ),
    ).toEqual([]);
    expect(created(jobOf(old)).length).toBe(2);
    const bare = sampleJob({ template: { spec: samplePods({}).spec } });
    expect(updated(bare, bare).length).toBeGreaterThan(0);
  });
});

describe("an update of metadata", () => {
  const stored: ObjectMeta = {
    ...sampleJob().metadata,
    labels: { a: "b" },
    annotations: { a: "b" },
    finalizers: ["a/b"],
  };
  const told = (change: Partial<ObjectMeta>) =>
    validateObjectMetaUpdate({ ...stored, ...change }, stored).map(formatFieldError);

  test.each<[Partial<ObjectMeta>, number]>([
    [{}, 0],
    [{ labels: { "a b": "c" } }, 1],
    [{ annotations: { "a b": "c" } }, 1],
    [{ ownerReferences: [{ apiVersion: "v1", kind: "", name: "a", uid: "u" }] }, 1],
    [{ ownerReferences: [] }, 0],
    [{ generation: 0 }, 1],
    [{ name: "other" }, 1],
    [{ uid: "other", namespace: "other" }, 2],
  ])("with %j has this number of errors: %i", (change, count) => {
    expect(told(change).length).toBe(count);
  });

  test("does not check the stored map again", () => {
    const broken: ObjectMeta = { ...stored, labels: { "a b": "c" }, annotations: { "a b": "c" } };
    expect(validateObjectMetaUpdate({ ...broken, generation: 2 }, broken)).toEqual([]);
    expect(validateObjectMetaUpdate(broken, broken)).toEqual([]);
  });

  test("of an object that is being deleted cannot add a finalizer", () => {
    const going: ObjectMeta = { ...stored, deletionTimestamp: "2000-01-01T00:00:00Z" };
    const errorsOf = (finalizers: readonly string[]) =>
      validateObjectMetaUpdate({ ...going, finalizers }, going).map(formatFieldError);
    expect(errorsOf(["a/b"])).toEqual([]);
    expect(errorsOf([])).toEqual([]);
    expect(errorsOf(["a/b", "d/e", "c/d"])).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c/d", "d/e"}',
    ]);
  });

  test("is checked twice, and once for short names of finalizers", () => {
    const count = (next: ObjectMeta) => checkMetadataOfUpdate(next, stored).length;
    expect(count(stored)).toBe(0);
    expect(count({ ...stored, name: "other" })).toBe(2);
    expect(count({ ...stored, finalizers: ["short"] })).toBe(1);
    expect(count({ ...stored, finalizers: ["orphan"] })).toBe(0);
    const { finalizers: _finalizers, ...without } = stored;
    expect(count(without)).toBe(0);
  });
});

describe("a suspended Job", () => {
  const main = { name: "main", image: "i" };
  const jobOf = (pods: object, metadata: object = {}, status: Job["status"] = {}) => {
    const template = samplePods({ containers: [main], ...pods });
    return {
      ...sampleJob({ suspend: true, template: { ...template, metadata: { ...template.metadata, ...metadata } } }),
      status,
    };
  };
  const resources = { limits: { cpu: "1" } };

  test.each<[string, Job, Job, boolean]>([
    ["annotations", jobOf({}, { annotations: { a: "b" } }), jobOf({}), true],
    ["no annotations", jobOf({}), jobOf({}, { annotations: { a: "b" } }), true],
    ["resources", jobOf({ containers: [{ ...main, resources }] }), jobOf({}), true],
    [
      "resources of an init container",
      jobOf({ initContainers: [{ name: "b", image: "i", resources }] }),
      jobOf({ initContainers: [{ name: "b", image: "i" }] }),
      true,
    ],
    [
      "another init container",
      jobOf({ initContainers: [{ name: "c", image: "i" }] }),
      jobOf({ initContainers: [{ name: "b", image: "i" }] }),
      false,
    ],
    ["an init container more", jobOf({ initContainers: [{ name: "b", image: "i" }] }), jobOf({}), false],
    ["an image", jobOf({ containers: [{ ...main, image: "j" }] }), jobOf({}), false],
    ["another name", jobOf({ containers: [{ ...main, name: "x", resources }] }), jobOf({}), false],
    ["two containers", jobOf({ containers: [main, { name: "b", image: "i" }] }), jobOf({}), false],
    ["a node selector", jobOf({ nodeSelector: { a: "b" } }), jobOf({}), true],
    ["a node selector, with pods", jobOf({ nodeSelector: { a: "b" } }), jobOf({}, {}, { active: 1 }), false],
    [
      "a node selector, after its start",
      jobOf({ nodeSelector: { a: "b" } }),
      jobOf({}, {}, { startTime: "2000-01-01T00:00:00Z" }),
      false,
    ],
    [
      "a node selector, after it was stopped",
      jobOf({ nodeSelector: { a: "b" } }),
      jobOf({}, {}, { startTime: "2000-01-01T00:00:00Z", conditions: [{ type: "Suspended", status: "True" }] }),
      true,
    ],
  ])("may or may not get %s", (_what, next, stored, allowed) => {
    const template = updated(next, stored).filter((text) => text.startsWith("spec.template"));
    expect(template.length === 0).toBe(allowed);
  });
});

test.each([
  ["", true],
  ["0", true],
  ["9", true],
  ["10", false],
  ["0-9", true],
  ["0-10", false],
  ["0,2", true],
  ["2,0", false],
  ["0,0", false],
  ["0-3,3", false],
  ["0-3,4", true],
  ["3-3", false],
  ["3-2", false],
  ["0-1-2", false],
  ["-1", false],
  ["1-", false],
  [",", false],
  ["0,", false],
  [",0", false],
  ["a", false],
  ["0/1", false],
  ["0:1", false],
  ["5-7,9", true],
  ["19", false],
  ["8,90", false],
])("the index list %j below 10 is valid: %s", (text, ok) => {
  expect(parseIndexList(text, 10).ok).toBe(ok);
});

test("with a success policy a Job completes after its criteria are met", () => {
  const job = sampleJob({
    completionMode: "Indexed",
    completions: 3,
    successPolicy: { rules: [{ succeededCount: 1 }] },
  });
  const stored: Job = { ...job, status: { startTime: "2000-01-01T00:00:00Z", uncountedTerminatedPods: {} } };
  const condition = (type: string) => ({ type, status: "True" as const });
  const write = (types: readonly string[]) => {
    const status = {
      ...stored.status,
      completionTime: "2000-01-01T00:00:09Z",
      succeeded: 1,
      completedIndexes: "0",
      conditions: types.map(condition),
    };
    return validateJobStatusUpdate({ ...stored, status }, stored, CURRENT_API).map(formatFieldError);
  };
  expect(write(["SuccessCriteriaMet", "Complete"])).toEqual([]);
  expect(write(["Complete"]).join()).toContain(
    "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True",
  );
});
