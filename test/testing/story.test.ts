/** Stories: the last changes in the words of timelines, and the rules that explain them. */

import { describe, expect, test } from "vitest";
import type { Job, JobStatus, Pod } from "../../src/api/types.ts";
import type { JobCommit, LogEntry, PodCommit } from "../../src/apiserver/log.ts";
import { lastLines, type PlacedDecision, storyOf } from "../../src/testing/story.ts";

const changes = ["first", "second", "third"].map((text, i) => ({ timeMs: i * 1000, entry: i * 2, text }));

test("the last changes are shown, with how many are left out", () => {
  expect(lastLines(changes, 3)).toEqual(["      +0.000s  first", "      +1.000s  second", "      +2.000s  third"]);
  expect(lastLines(changes, 2)).toEqual(["               (2 earlier changes)", "      +2.000s  third"]);
});

test("a rule stands before the change that it led to, and takes no place of a change", () => {
  const rules = [1, 4, 5].map((entry) => ({ timeMs: 2000, entry, text: `because of ${entry}` }));
  expect(lastLines(changes, 2, rules)).toEqual([
    "               (2 earlier changes)",
    "      +2.000s  because of 4",
    "      +2.000s  third",
    "      +2.000s  because of 5",
  ]);
});

const EPOCH_MS = 0;
const TEMPLATE = { spec: { containers: [] } };

function jobOf(name: string, status: JobStatus): Job {
  const metadata = { name, namespace: "default", uid: `uid-${name}`, resourceVersion: "1", creationTimestamp: "" };
  return { apiVersion: "batch/v1", kind: "Job", metadata, spec: { template: TEMPLATE }, status };
}

function statusWrite(before: JobStatus, after: JobStatus, name = "a"): JobCommit {
  return {
    kind: "commit",
    timeMs: 2000,
    resourceVersion: 2,
    type: "MODIFIED",
    resource: "jobs",
    verb: "updateStatus",
    actor: "job-controller",
    object: jobOf(name, after),
    previous: jobOf(name, before),
  };
}

const jobCreated: JobCommit = {
  ...statusWrite({}, {}),
  type: "ADDED",
  verb: "create",
  actor: "user",
  previous: undefined,
};

const ordinal = (slot: number) => `0a-1b-${slot}`;

function podAdded(slot: number, job = "a"): PodCommit {
  const object: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${job}-${slot}`,
      namespace: "default",
      uid: ordinal(slot),
      resourceVersion: "1",
      creationTimestamp: "",
      finalizers: ["batch.kubernetes.io/job-tracking"],
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: job, uid: `uid-${job}`, controller: true }],
    },
    spec: TEMPLATE.spec,
    status: { phase: "Pending" },
  };
  const commit = { kind: "commit", resource: "pods", type: "ADDED", verb: "create", actor: "job-controller" } as const;
  return { ...commit, timeMs: 1000, resourceVersion: 1, slot, object, previous: undefined };
}

const told = (entries: readonly LogEntry[], decisions: readonly PlacedDecision[] = []) =>
  storyOf(entries, decisions, EPOCH_MS, 12).map((line) => line.trim());

describe("a story shows each field of a status that changed, before and after:", () => {
  const conditions = [{ type: "Complete", status: "True", reason: "CompletionsReached", message: "m" } as const];
  test.each<[keyof JobStatus, JobStatus, JobStatus, string]>([
    ["active", { active: 1 }, { active: 2 }, "active 1→2"],
    ["ready", { ready: 2 }, { ready: 0 }, "ready 2→0"],
    ["terminating", {}, { terminating: 1 }, "terminating 0→1"],
    ["succeeded", { succeeded: 1 }, { succeeded: 2 }, "succeeded 1→2"],
    ["failed", {}, { failed: 1 }, "failed 0→1"],
    ["completedIndexes", {}, { completedIndexes: "0,2" }, 'completedIndexes "0,2"'],
    ["failedIndexes", {}, { failedIndexes: "1" }, 'failedIndexes "1"'],
    ["startTime", {}, { startTime: "1970-01-01T00:00:02Z" }, "startTime set"],
    ["completionTime", {}, { completionTime: "1970-01-01T00:00:02Z" }, "completionTime set"],
    ["uncountedTerminatedPods", {}, { uncountedTerminatedPods: { failed: [ordinal(0)] } }, "uncounted failed 0→1 (#0)"],
    ["conditions", {}, { conditions }, 'Complete=True  CompletionsReached  "m"'],
  ])("%s", (_field, before, after, text) => {
    const [, line] = told([podAdded(0), statusWrite(before, after)]);
    expect(line).toMatch(/^\+2\.000s {2}(?:status|condition) +/);
    expect(line).toContain(text);
  });
});

test("pods have the names of timelines, also in rules, and each judgement is shown once", () => {
  const failed = { rule: "counted-failed", numbers: { pod: ordinal(1), why: "" } } as const;
  const waits = {
    rule: "backoff-of-job",
    numbers: { untilAt: EPOCH_MS + 12_000, failures: "1 pod", delayMs: 10_000 },
  } as const;
  const decisions = [failed, waits, waits].map((one) => ({ ...one, timeMs: 2000, key: "default/a", entry: 2 }));
  expect(told([jobCreated, podAdded(0), podAdded(1)], decisions)).toEqual([
    expect.stringContaining("created"),
    "+1.000s  pod        #0 created by job-controller",
    expect.stringMatching(/^\+2\.000s {2}because {4}pod #1 is counted as failed {2}\[counted-failed\]$/),
    expect.stringMatching(/because {4}no pod is created before \+12\.000s: .* waits 10s .*\[backoff-of-job\]$/),
    "+1.000s  pod        #1 created by job-controller",
  ]);
});

test("what happens to a pod is shown by what it changes for the Job", () => {
  const added = podAdded(0);
  const { object } = added;
  const ended: Pod = { ...object, status: { phase: "Failed" } };
  const released: Pod = { ...ended, metadata: { ...ended.metadata, finalizers: [] } };
  const change = (next: Pod, previous: Pod, rest: Partial<PodCommit> = {}): PodCommit => ({
    ...added,
    ...{ type: "MODIFIED", verb: "updateStatus", actor: "kubelet", object: next, previous, ...rest },
  });
  const gone = { ...released, metadata: { ...released.metadata, deletionTimestamp: "1970-01-01T00:00:01Z" } };
  expect(
    told([
      added,
      change(ended, object),
      change(released, ended, { actor: "job-controller" }),
      change(gone, released, { type: "DELETED", verb: "delete" }),
      change(ended, ended),
    ]).map((line) => line.slice(20)),
  ).toEqual([
    "#0 created by job-controller",
    "#0 phase Pending→Failed",
    "#0 finalizer removed",
    "#0 to be deleted  gone",
    "#0 updateStatus by kubelet",
  ]);
});

test("changes and rules name their Job when a run has several", () => {
  const enough = { rule: "job-started", numbers: {}, timeMs: 2000, key: "default/b", entry: 1 } as const;
  const lines = told([statusWrite({}, { active: 1 }), statusWrite({}, { active: 2 }, "b")], [enough]);
  expect(lines).toEqual([
    "+2.000s  status     a  active 0→1",
    expect.stringMatching(/^\+2\.000s {2}because {4}b {2}/),
    "+2.000s  status     b  active 0→2",
  ]);
});

test("that there are enough pods is not shown", () => {
  const enough = { rule: "enough-pods", numbers: { active: 1, wanted: 1 } } as const;
  expect(told([], [{ ...enough, timeMs: 0, key: "default/a", entry: 0 }])).toEqual([]);
});
