/** Rules for status writes that a Job controller or a user breaks. */

import { describe, expect, test } from "vitest";
import { aggregateMessage } from "../../src/api/field-path.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import type { JobCondition, JobSpec, JobStatus } from "../../src/api/types.ts";
import { validateJobStatusUpdate } from "../../src/api/validation/status.ts";
import { sampleJob } from "./job-fixture.ts";

const START = "2000-01-01T00:00:05Z";
const LATER = "2000-01-01T00:01:00Z";
const INDEXED: Partial<JobSpec> = {
  completionMode: "Indexed",
  completions: 5,
  parallelism: 2,
  backoffLimitPerIndex: 1,
};

function conditions(...types: readonly string[]): readonly JobCondition[] {
  return types.map((text) => {
    const [type = "", status] = text.split("=");
    return { type, status: status === "False" ? "False" : "True" };
  });
}

function messageOf(spec: Partial<JobSpec>, stored: JobStatus, next: JobStatus): string {
  const errors = validateJobStatusUpdate(sampleJob(spec, next), sampleJob(spec, stored));
  return errors.length === 0 ? "" : aggregateMessage(errors);
}

const COMPLETE: JobStatus = {
  conditions: conditions("SuccessCriteriaMet", "Complete"),
  startTime: START,
  completionTime: LATER,
  succeeded: 1,
};
const FAILED: JobStatus = { conditions: conditions("FailureTarget", "Failed"), startTime: START, failed: 1 };

describe("a status write is refused", () => {
  test.each<[string, Partial<JobSpec>, JobStatus, JobStatus, string]>([
    [
      "more ready than active",
      {},
      { active: 1 },
      { ready: 1 },
      "status.ready: Invalid value: 1: cannot set more ready pods than active",
    ],
    [
      "an index failed and completed",
      INDEXED,
      { completedIndexes: "1" },
      { completedIndexes: "1", failedIndexes: "0-2" },
      'status.failedIndexes: Invalid value: "0-2": failedIndexes and completedIndexes overlap at index: 1',
    ],
    [
      "fewer failures",
      {},
      { failed: 2 },
      { failed: 1 },
      "status.failed: Invalid value: 1: cannot decrease the failed counter",
    ],
    [
      "fewer successes",
      INDEXED,
      { succeeded: 2 },
      {},
      "status.succeeded: Invalid value: 0: cannot decrease the succeeded counter",
    ],
    [
      "another start",
      {},
      { startTime: START },
      { startTime: LATER },
      `status.startTime: Invalid value: "${LATER}": field is immutable for unsuspended job once set`,
    ],
    [
      "no start at the end",
      { suspend: true },
      {},
      { conditions: conditions("FailureTarget", "Failed"), failed: 1 },
      "status.startTime: Required value: startTime is required for finished job",
    ],
    [
      "a failure taken back",
      {},
      FAILED,
      { startTime: START },
      "[status.conditions: Invalid value: cannot disable the terminal Failed=True condition, status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition, status.failed: Invalid value: 0: cannot decrease the failed counter]",
    ],
    [
      "a success taken back",
      {},
      COMPLETE,
      { startTime: START },
      "[status.conditions: Invalid value: cannot disable the terminal Complete=True condition, status.succeeded: Invalid value: 0: cannot decrease the succeeded counter, status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition]",
    ],
    [
      "pods terminating at the end",
      {},
      { startTime: START },
      { ...FAILED, terminating: 1 },
      "status.terminating: Invalid value: 1: terminating>0 is invalid for finished job",
    ],
    [
      "an end before the start",
      {},
      {},
      { ...COMPLETE, completionTime: "2000-01-01T00:00:04Z" },
      'status.completionTime: Invalid value: "2000-01-01T00:00:04Z": must be equal to or after `startTime`',
    ],
    [
      "success unannounced",
      {},
      {},
      { ...COMPLETE, conditions: conditions("Complete") },
      "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
    ],
    [
      "success announced too late",
      {},
      { ...COMPLETE, conditions: conditions("Complete") },
      COMPLETE,
      "status.conditions: Invalid value: cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions",
    ],
    [
      "indexes without index mode",
      {},
      {},
      { completedIndexes: "0" },
      'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
    ],
    [
      "a nameless uncounted pod",
      {},
      {},
      { uncountedTerminatedPods: { failed: [""] } },
      'status.uncountedTerminatedPods.failed[0]: Invalid value: "": must not be empty',
    ],
    [
      "a pod uncounted twice",
      {},
      {},
      { uncountedTerminatedPods: { succeeded: ["a"], failed: ["b", "a"] } },
      'status.uncountedTerminatedPods.failed[1]: Duplicate value: "a"',
    ],
  ])("for %s", (_reason, spec, stored, next, message) => {
    expect(messageOf(spec, stored, next)).toBe(message);
  });
});

describe("a status write is accepted", () => {
  test.each<[string, Partial<JobSpec>, JobStatus, JobStatus]>([
    ["that repeats an old oddity", {}, { ready: 2 }, { ready: 2, failed: 1 }],
    ["that scales successes down with the Job", { ...INDEXED, parallelism: 5 }, { succeeded: 7 }, { succeeded: 5 }],
    [
      "that sets the start again on resume",
      {},
      { startTime: START, conditions: conditions("Suspended") },
      { startTime: LATER, conditions: conditions("Suspended=False") },
    ],
    [
      "that ends a suspended Job with nothing to do",
      { suspend: true, completions: 0 },
      {},
      { conditions: conditions("SuccessCriteriaMet", "Complete"), completionTime: LATER },
    ],
    ["that ends a Job", {}, { startTime: START, conditions: conditions("SuccessCriteriaMet") }, COMPLETE],
    ["with indexes in order", INDEXED, { completedIndexes: "0" }, { completedIndexes: "0,2-4", failedIndexes: "1" }],
  ])("%s", (_reason, spec, stored, next) => {
    expect(messageOf(spec, stored, next)).toBe("");
  });

  test("by releases before 1.32 with more ready pods than active ones, but not with negative counts", () => {
    const rules = { ...CURRENT_API, strictStatusValidation: "counters" } as const;
    expect(validateJobStatusUpdate(sampleJob({}, { ready: 1 }), sampleJob(), rules)).toEqual([]);
    expect(validateJobStatusUpdate(sampleJob({}, { ready: -1 }), sampleJob(), rules)).toHaveLength(1);
  });
});
