/** Statuses of Jobs, and the statuses that may replace them. */

import type { JobCondition, JobStatus } from "../../src/api/types.ts";

const EARLY = "2000-01-01T00:00:01Z";
const LATE = "2000-01-01T00:01:00Z";
const condition = (type: string, status: JobCondition["status"] = "True"): JobCondition => ({
  type,
  status,
  reason: "R",
  lastProbeTime: EARLY,
  lastTransitionTime: EARLY,
});
const complete = [condition("SuccessCriteriaMet"), condition("Complete")];
const failed = [condition("FailureTarget"), condition("Failed")];

/** The stored status. */
export const STORED_STATUSES: Readonly<Record<string, JobStatus>> = {
  "new": {},
  running: { startTime: EARLY, active: 1, ready: 1 },
  counting: {
    startTime: EARLY,
    active: 0,
    succeeded: 1,
    failed: 1,
    uncountedTerminatedPods: { succeeded: ["a"], failed: ["b"] },
  },
  "about to complete": {
    startTime: EARLY,
    succeeded: 1,
    conditions: [condition("SuccessCriteriaMet")],
    uncountedTerminatedPods: {},
  },
  "about to fail": {
    startTime: EARLY,
    failed: 1,
    conditions: [condition("FailureTarget")],
    uncountedTerminatedPods: {},
  },
  complete: { startTime: EARLY, completionTime: LATE, succeeded: 1, conditions: complete, uncountedTerminatedPods: {} },
  failed: { startTime: EARLY, failed: 1, conditions: failed, uncountedTerminatedPods: {} },
  held: { conditions: [condition("Suspended")] },
  indexed: { startTime: EARLY, active: 1, succeeded: 1, completedIndexes: "0", failedIndexes: "1" },
};

const LISTS = ["", "0", "0,1", "0-2", "0-1", "1,0", "0,0", "3", "a", "-1", "2-1", "0,", "01", "1-1"];

/** The new status. */
export const STATUS_CASES: readonly Partial<JobStatus>[] = [
  {},
  ...[-1, 0, 1, 2].flatMap((n) => [{ active: n }, { ready: n }, { succeeded: n }, { failed: n }, { terminating: n }]),
  ...LISTS.flatMap((completedIndexes) => [{ completedIndexes }, { completedIndexes, failedIndexes: "" }]),
  ...LISTS.map((failedIndexes) => ({ failedIndexes })),
  { completedIndexes: "0", failedIndexes: "0" },
  { completedIndexes: "0-2", failedIndexes: "1" },
  { completedIndexes: "0", succeeded: 2 },
  { startTime: LATE },
  { startTime: EARLY },
  { completionTime: EARLY },
  { completionTime: LATE },
  { completionTime: "2000-01-01T00:00:00Z" },
  { conditions: [] },
  { conditions: complete },
  { conditions: failed },
  { conditions: [condition("Complete")] },
  { conditions: [condition("Failed")] },
  { conditions: [condition("SuccessCriteriaMet")] },
  { conditions: [condition("FailureTarget")] },
  { conditions: [condition("FailureTarget"), condition("SuccessCriteriaMet")] },
  { conditions: [...complete, ...failed] },
  { conditions: [condition("Complete", "False")] },
  { conditions: [condition("Complete", "Unknown"), condition("Failed", "False")] },
  { conditions: [condition("Suspended", "False")] },
  { conditions: [condition("Suspended"), condition("Suspended")] },
  { conditions: [condition("Other")] },
  { conditions: complete, completionTime: LATE },
  { conditions: complete, completionTime: LATE, active: 0, ready: 0 },
  { conditions: complete, completionTime: LATE, active: 1 },
  { conditions: complete, completionTime: LATE, active: 0, ready: 0, terminating: 1 },
  { conditions: complete, completionTime: LATE, active: 0, ready: 0, uncountedTerminatedPods: { succeeded: ["a"] } },
  { conditions: failed, active: 0, ready: 0 },
  { conditions: failed, active: 0, ready: 0, terminating: 2 },
  { conditions: failed, active: 0, ready: 0, completionTime: LATE },
  { conditions: failed, active: 0, ready: 0, uncountedTerminatedPods: {} },
  { conditions: [condition("Failed"), condition("FailureTarget", "False")], active: 0, ready: 0 },
  { uncountedTerminatedPods: {} },
  { uncountedTerminatedPods: { succeeded: ["a", "a"] } },
  { uncountedTerminatedPods: { succeeded: ["a"], failed: ["a"] } },
  { uncountedTerminatedPods: { succeeded: [""], failed: ["b", "c"] } },
  { uncountedTerminatedPods: { failed: ["b", "b"] } },
];
