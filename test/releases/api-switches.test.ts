/** Each switch of the API shows its effect on one request. */

import { describe, expect, test } from "vitest";
import { formatFieldError } from "../../src/api/field-path.ts";
import type { JsonObject } from "../../src/api/json.ts";
import { type ApiSwitches, CURRENT_API } from "../../src/api/switches.ts";
import type { Job } from "../../src/api/types.ts";
import { validateJobStatusUpdate } from "../../src/api/validation/status.ts";
import { warningsForCreate } from "../../src/api/validation/warnings.ts";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import { jobColumns } from "../../src/http/resources/job-table.ts";
import { JOB, manifestOf } from "./helpers.ts";

const START = "2000-01-01T00:00:05Z";
const RULE = { action: "FailIndex", onExitCodes: { operator: "In", values: [1] } };

function serverOf(switches: Partial<ApiSwitches>): ApiServer {
  const storage = new Storage(new CommitLog("none"), new NameSource("1"), () => 0, 0);
  return new ApiServer(storage, { switches: { ...CURRENT_API, ...switches } });
}

/** The Job that a manifest becomes, or the message with which it is refused. */
function created(manifest: JsonObject, switches: Partial<ApiSwitches>): Job | string {
  const answer = serverOf(switches).jobs.create(manifest, "user");
  return answer.ok ? answer.object : answer.error.message;
}

function createdJob(spec: JsonObject, switches: Partial<ApiSwitches>): Job {
  const job = created(manifestOf(spec), switches);
  if (typeof job === "string") throw new Error(job);
  return job;
}

/** What a patch of a Job comes to: "accepted", or the message. */
function patched(spec: JsonObject, patch: JsonObject, switches: Partial<ApiSwitches>): string {
  const { jobs } = serverOf(switches);
  jobs.create(manifestOf(spec), "user");
  const answer = jobs.patch(JOB.namespace, JOB.name, patch, "user");
  return answer.ok ? "accepted" : answer.error.message.replace(/^Job.batch "sample" is invalid: /, "");
}

/** The errors of a status write. */
function statusErrors(before: Job["status"], after: Job["status"], switches: Partial<ApiSwitches>): string[] {
  const job = createdJob({ completions: 1 }, {});
  const stored = { ...job, status: before };
  const errors = validateJobStatusUpdate({ ...job, status: after }, stored, { ...CURRENT_API, ...switches });
  return [...new Set(errors.map(formatFieldError))];
}

const INDEXED = { completionMode: "Indexed", completions: 3, parallelism: 3 };

describe("a switch of the API decides about a field", () => {
  test.each([
    ["podFailurePolicy", { podFailurePolicy: { rules: [{ ...RULE, action: "Ignore" }] } }],
    ["backoffLimitPerIndex", { ...INDEXED, backoffLimitPerIndex: 1 }],
    ["podReplacementPolicy", { podReplacementPolicy: "Failed" }],
    ["successPolicy", { ...INDEXED, successPolicy: { rules: [{ succeededCount: 1 }] } }],
    ["managedBy", { managedBy: "example.com/other" }],
  ] as const)("%s", (field, spec) => {
    expect(createdJob(spec, { [field]: "on" }).spec[field]).toEqual((spec as JsonObject)[field]);
    expect(createdJob(spec, { [field]: "dropped" }).spec[field]).toBeUndefined();
    expect(createdJob(spec, { [field]: "unknown" }).spec[field]).toBeUndefined();
  });

  test.each([
    ["1.27", undefined],
    ["1.28", undefined],
    ["1.29", "Always"],
  ] as const)("podFields: %s", (podFields, restartPolicy) => {
    const proxy = { name: "proxy", image: "proxy", restartPolicy: "Always" };
    const job = created(manifestOf({}, { initContainers: [proxy] }), { podFields });
    expect(typeof job === "string" ? job : job.spec.template.spec.initContainers?.[0]?.restartPolicy).toBe(
      restartPolicy,
    );
  });

  test("a dropped field leaves the default that it caused", () => {
    const spec = { ...INDEXED, backoffLimitPerIndex: 1, podFailurePolicy: { rules: [RULE] } };
    const dropped = createdJob(spec, { backoffLimitPerIndex: "dropped" }).spec;
    expect(dropped.backoffLimit).toBe(2 ** 31 - 1);
    expect(dropped.podFailurePolicy?.rules).toEqual([]);
    expect(created(manifestOf(spec), { backoffLimitPerIndex: "unknown" })).toBe(
      'Job.batch "sample" is invalid: spec.podFailurePolicy.rules[0].action: Unsupported value: "FailIndex": supported values: "Count", "FailJob", "Ignore"',
    );
  });

  test("an update brings no dropped field in; managedBy is refused instead", () => {
    const policy = { spec: { podReplacementPolicy: "Failed" } };
    expect(patched({}, policy, { podReplacementPolicy: "dropped" })).toBe("accepted");
    const managed = { spec: { managedBy: "example.com/other" } };
    expect(patched({}, managed, { managedBy: "dropped" })).toContain("spec.managedBy: Invalid value");
  });
});

describe("a switch of the API decides about what is generated", () => {
  test.each([
    [
      "prefixedLabels",
      true,
      ["batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name"],
    ],
    ["prefixedLabels", false, ["controller-uid", "job-name"]],
  ] as const)("%s: %s", (_id, prefixedLabels, labels) => {
    const job = createdJob({}, { prefixedLabels, selectorKey: "legacy" });
    expect(Object.keys(job.spec.template.metadata?.labels ?? {}).sort()).toEqual(labels);
  });

  test.each([
    ["legacy", "controller-uid"],
    ["prefixed", "batch.kubernetes.io/controller-uid"],
  ] as const)("selectorKey: %s", (selectorKey, key) => {
    expect(Object.keys(createdJob({}, { selectorKey }).spec.selector?.matchLabels ?? {})).toEqual([key]);
  });

  test.each([
    ["added", "", undefined],
    ["kept", "", ""],
    ["none", undefined, undefined],
  ] as const)("trackingAnnotation: %s", (trackingAnnotation, onCreate, afterRemoval) => {
    const { jobs } = serverOf({ trackingAnnotation });
    jobs.create(manifestOf(), "user");
    const annotation = () =>
      jobs.jobs.get(JOB.namespace, JOB.name)?.metadata.annotations?.["batch.kubernetes.io/job-tracking"];
    expect(annotation()).toBe(onCreate);
    jobs.patch(
      JOB.namespace,
      JOB.name,
      { metadata: { annotations: { "batch.kubernetes.io/job-tracking": null } } },
      "user",
    );
    expect(annotation()).toBe(afterRemoval);
  });

  test("a user cannot add the tracking annotation", () => {
    const add = { metadata: { annotations: { "batch.kubernetes.io/job-tracking": "" } } };
    const { jobs } = serverOf({ trackingAnnotation: "added" });
    jobs.create(manifestOf(), "user");
    jobs.patch(
      JOB.namespace,
      JOB.name,
      { metadata: { annotations: { "batch.kubernetes.io/job-tracking": null } } },
      "user",
    );
    const answer = jobs.patch(JOB.namespace, JOB.name, add, "user");
    expect(answer.ok ? "" : answer.error.message).toContain(
      "metadata.annotations[batch.kubernetes.io/job-tracking]: Forbidden: cannot add this annotation",
    );
  });

  test.each([
    [true, false],
    [false, undefined],
  ])("manualSelectorDefaulted: %s", (manualSelectorDefaulted, stored) => {
    expect(createdJob({}, { manualSelectorDefaulted }).spec.manualSelector).toBe(stored);
  });

  test.each([
    [true, ["app"]],
    [
      false,
      ["app", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name"],
    ],
  ])("generateNameRetries: %s", (generateNameRetries, labels) => {
    const template = {
      metadata: { labels: { app: "a" } },
      spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] },
    };
    const manifest = { metadata: { generateName: "sample-", namespace: "default" }, spec: { template } };
    const job = created(manifest, { generateNameRetries });
    expect(typeof job === "string" ? job : Object.keys(job.metadata.labels ?? {}).sort()).toEqual(labels);
  });
});

describe("a switch of the API decides about an update", () => {
  test.each([
    [true, "accepted"],
    [false, "spec.completions: Invalid value: 2: field is immutable"],
  ])("elasticIndexed: %s", (elasticIndexed, outcome) => {
    expect(patched(INDEXED, { spec: { completions: 2, parallelism: 2 } }, { elasticIndexed })).toBe(outcome);
  });

  const gates = { spec: { template: { spec: { schedulingGates: [{ name: "example.com/gate" }] } } } };
  const resources = {
    spec: { template: { spec: { containers: [{ name: "main", resources: { limits: { cpu: "1" } } }] } } },
  };
  test.each([
    ["scheduling", false, false],
    ["schedulingAndGates", true, false],
    ["schedulingAndResources", true, true],
  ] as const)("mutableTemplate: %s", (mutableTemplate, mayChangeGates, mayChangeResources) => {
    const suspended = { suspend: true };
    expect(patched(suspended, gates, { mutableTemplate }) === "accepted").toBe(mayChangeGates);
    expect(patched(suspended, resources, { mutableTemplate }) === "accepted").toBe(mayChangeResources);
  });
});

describe("a switch of the API decides about warnings and tables", () => {
  test("nameWarning", () => {
    const job = createdJob({}, {});
    const dotted = { ...job, metadata: { ...job.metadata, name: "a.b" } };
    expect(warningsForCreate(dotted)).toHaveLength(1);
    expect(warningsForCreate(dotted, { ...CURRENT_API, nameWarning: false })).toEqual([]);
  });

  test("completionsWarning", () => {
    const job = createdJob({}, {});
    const huge = {
      ...job,
      spec: { ...job.spec, completionMode: "Indexed", completions: 200_000, parallelism: 20_000 },
    } as const;
    expect(warningsForCreate(huge)).toHaveLength(1);
    expect(warningsForCreate(huge, { ...CURRENT_API, completionsWarning: false })).toEqual([]);
  });

  test.each([
    ["none", false],
    ["plain", true],
    ["withSuccessCriteria", true],
  ] as const)("statusColumn: %s", (statusColumn, isShown) => {
    const names = jobColumns({ ...CURRENT_API, statusColumn }).map(({ name }) => name);
    expect(names.includes("Status")).toBe(isShown);
  });
});

describe("a switch of the API decides about a status and its words", () => {
  const met = [{ type: "SuccessCriteriaMet", status: "True" }] as const;
  test.each([
    ["counters", 0],
    ["successPolicy", 2],
    ["successCriteria", 0],
    ["strict", 0],
  ] as const)("strictStatusValidation: %s, for announced success", (strictStatusValidation, errors) => {
    expect(statusErrors({}, { conditions: met }, { strictStatusValidation })).toHaveLength(errors);
  });

  test.each([
    ["counters", []],
    ["successCriteria", []],
    ["strict", ["status.ready: Invalid value: 1: cannot set more ready pods than active"]],
  ] as const)("strictStatusValidation: %s, for contradictory counts", (strictStatusValidation, errors) => {
    expect(statusErrors({}, { ready: 1 }, { strictStatusValidation })).toEqual(errors);
  });

  test.each([
    ["first", "status.startTime: Required value: startTime cannot be removed for unsuspended job"],
    ["reworded", "status.startTime: Required value: startTime cannot be removed for unsuspended job"],
    ["startTimeImmutable", "status.startTime: Invalid value: null: field is immutable for unsuspended job once set"],
  ] as const)("statusTexts: %s", (statusTexts, text) => {
    expect(statusErrors({ startTime: START }, {}, { statusTexts })).toEqual([text]);
  });

  test.each([
    ["mustHaveAtMost", "Too long: must have at most 63 bytes"],
    ["mayNotBeMoreThan", "Too long: may not be more than 63 bytes"],
  ] as const)("tooLongText: %s", (tooLongText, text) => {
    expect(created(manifestOf({ managedBy: `example.com/${"x".repeat(60)}` }), { tooLongText })).toContain(text);
  });

  test.each([
    ["characters", "must be no more than 63 characters"],
    ["bytes", "must be no more than 63 bytes"],
  ] as const)("labelLengthUnit: %s", (labelLengthUnit, text) => {
    const manifest = { ...manifestOf(), metadata: { ...JOB, labels: { a: "x".repeat(64) } } };
    expect(created(manifest, { labelLengthUnit })).toContain(text);
  });
});
