import { describe, expect, test } from "vitest";
import { describeChanges } from "../../src/analysis/changes/describe.ts";
import type { Transition } from "../../src/analysis/changes/transition.ts";
import { formatClock, formatShortSpan, formatSpan } from "../../src/analysis/times.ts";
import { humanDuration } from "../../src/api/human-duration.ts";
import type { Job } from "../../src/api/types.ts";
import { jobColumns } from "../../src/report/job-columns.ts";
import { formatCount } from "../../src/report/numbers.ts";
import { textTable } from "../../src/report/text-table.ts";
import { timeline } from "../../src/report/timeline.ts";

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

describe("durations in kubectl's columns", () => {
  test.each([
    [-5 * S, "<invalid>"],
    [-1_500, "0s"],
    [0, "0s"],
    [119 * S + 999, "119s"],
    [2 * M, "2m"],
    [9 * M + 59 * S, "9m59s"],
    [10 * M + 30 * S, "10m"],
    [179 * M, "179m"],
    [3 * H, "3h"],
    [7 * H + 59 * M, "7h59m"],
    [8 * H + 59 * M, "8h"],
    [47 * H, "47h"],
    [2 * D, "2d"],
    [7 * D + 23 * H, "7d23h"],
    [8 * D + 23 * H, "8d"],
    [730 * D, "2y"],
    [731 * D, "2y1d"],
    [3_000 * D, "8y"],
  ])("%d ms is %s", (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});

describe("times in a timeline", () => {
  test("spans keep the millisecond, and leave out units that are zero in front", () => {
    expect([0, 250, 64_300, H + 5, D + 61_001].map(formatSpan)).toEqual([
      "0.000s",
      "0.250s",
      "1m04.300s",
      "1h00m00.005s",
      "1d00h01m01.001s",
    ]);
    expect([30 * S, 64_300].map(formatShortSpan)).toEqual(["30s", "1m04.300s"]);
  });

  test("the clock has a date in long runs only", () => {
    expect([formatClock(64_300, false), formatClock(D, true)]).toEqual(["00:01:04", "01-02 00:00:00"]);
  });

  test("numbers are grouped", () => {
    expect([0, 999, 1_000, 1_234_567.5, 148.04].map(formatCount)).toEqual([
      "0",
      "999",
      "1,000",
      "1,234,567.5",
      "148.04",
    ]);
  });
});

describe("kubectl's columns", () => {
  const job = (spec: Partial<Job["spec"]>, status: Job["status"], metadata: Partial<Job["metadata"]> = {}): Job => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "j",
      namespace: "default",
      uid: "u",
      resourceVersion: "1",
      creationTimestamp: "1970-01-01T00:00:00Z",
      ...metadata,
    },
    spec: { template: { spec: { containers: [] } }, ...spec },
    status,
  });
  const isTrue = (type: string) => ({ type, status: "True" as const });

  test("the status is the first that applies", () => {
    const statusOf = (types: readonly string[], deletionTimestamp?: string) =>
      jobColumns(
        job({}, { conditions: types.map(isTrue) }, deletionTimestamp === undefined ? {} : { deletionTimestamp }),
        0,
      ).status;
    expect(statusOf([])).toBe("Running");
    expect(statusOf(["SuccessCriteriaMet", "Complete"])).toBe("Complete");
    expect(statusOf(["FailureTarget", "Failed"], "1970-01-01T00:00:00Z")).toBe("Failed");
    expect(statusOf(["Suspended"], "1970-01-01T00:00:00Z")).toBe("Terminating");
    expect(statusOf(["Suspended", "FailureTarget"])).toBe("Suspended");
    expect(statusOf(["FailureTarget"])).toBe("FailureTarget");
    expect(statusOf(["SuccessCriteriaMet"])).toBe("SuccessCriteriaMet");
  });

  test("completions of a work queue are out of one, of its parallelism", () => {
    const completionsOf = (spec: Partial<Job["spec"]>) => jobColumns(job(spec, { succeeded: 2 }), 0).completions;
    expect(completionsOf({ completions: 5, parallelism: 3 })).toBe("2/5");
    expect(completionsOf({ parallelism: 3 })).toBe("2/1 of 3");
    expect(completionsOf({ parallelism: 1 })).toBe("2/1");
  });

  test("the duration ends with the completion, and is empty before the start", () => {
    const startTime = "1970-01-01T00:00:10Z";
    expect(jobColumns(job({}, {}), 60 * S)).toMatchObject({ duration: "", age: "60s" });
    expect(jobColumns(job({}, { startTime }), 60 * S).duration).toBe("50s");
    expect(jobColumns(job({}, { startTime, completionTime: "1970-01-01T00:00:30Z" }), 60 * S).duration).toBe("20s");
  });
});

describe("the text of transitions", () => {
  test("values that only come into being as zero or empty are left out, unless there is nothing else", () => {
    expect(
      describeChanges([
        { field: "active", after: 3 },
        { field: "ready", after: 0 },
        { field: "failedIndexes", after: "" },
      ]),
    ).toBe("active 0→3");
    expect(describeChanges([{ field: "ready", after: 0 }])).toBe("ready 0→0");
  });

  test("long index lists are cut", () => {
    const after = Array.from({ length: 60 }, (_, i) => i * 2).join(",");
    expect(describeChanges([{ field: "completedIndexes", after }])).toMatch(/^completedIndexes "0,2,.*…"$/);
  });

  test("columns line up, and empty ones are left out", () => {
    const rows = [
      { name: "a", count: 1 },
      { name: "long", count: 100 },
    ];
    const columns = [
      { title: "NAME", cell: ({ name }: (typeof rows)[number]) => name },
      { title: "NONE", cell: () => "" },
      { title: "COUNT", cell: ({ count }: (typeof rows)[number]) => String(count), align: "right" as const },
    ];
    expect(textTable(rows, columns, (text) => text)).toEqual(["NAME   COUNT", "a          1", "long     100"]);
  });
});

describe("a timeline that would be long", () => {
  const job = { namespace: "default", name: "j" };
  const write = (i: number): Transition => ({
    kind: "status",
    atMs: i * S,
    job,
    by: "job-controller",
    changes: [{ field: "succeeded", before: i, after: i + 1 }],
    conditions: [],
  });
  const failed: Transition = {
    kind: "status",
    atMs: 500 * S,
    job,
    by: "job-controller",
    changes: [],
    conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "m" }],
  };
  const options = { epochMs: 0, endMs: 1_000 * S };

  test("joins writes that only moved counters, and keeps conditions", () => {
    const many = Array.from({ length: 1_000 }, (_, i) => write(i)).toSpliced(500, 0, failed);
    const lines = timeline(many, options);
    expect(lines.length).toBeLessThan(80);
    expect(lines.join("\n")).toContain('condition   Failed=True  BackoffLimitExceeded  "m"');
    expect(lines[1]).toContain("succeeded 0→21  (21 writes until +20.000s)");
    expect(lines.at(-1)).toContain("--transitions all shows all 1001 transitions");
    expect(timeline(many, { ...options, limit: "all" })).toHaveLength(1_002);
  });

  test("joins refusals of the same kind, which only differ in the name that was made up", () => {
    const refused = (i: number): Transition => ({
      kind: "refused",
      atMs: i * S,
      resource: "pods",
      namespace: "default",
      name: `j-${i}`,
      verb: "create",
      by: "job-controller",
      reason: "Forbidden",
      message: `pods "j-${i}" is forbidden: no PriorityClass with name nope was found`,
      injected: false,
      job,
    });
    const lines = timeline([...Array.from({ length: 200 }, (_, i) => refused(i)), failed], options);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain("was found  (200 times until +3m19.000s)");
    expect(lines.at(-1)).toBe("Joined equal refusals; --transitions all shows all 201 transitions.");
  });

  test("names a few of the pods that were removed at once", () => {
    const removals = Array.from(
      { length: 100 },
      (_, i): Transition => ({ kind: "podRemoved", atMs: 0, job, pod: `${i}/0`, force: false }),
    );
    expect(timeline(removals, options)[1]).toContain("delete pod 0/0, 1/0, 2/0, 3/0, 4/0, 5/0 and 94 more");
  });

  test("stays within bounds whatever happens", () => {
    const refusals = Array.from(
      { length: 10_000 },
      (_, i): Transition => ({
        kind: "refused",
        atMs: i,
        resource: "jobs",
        namespace: "default",
        name: "j",
        verb: "patch",
        by: "user",
        reason: "Invalid",
        message: `no ${i}`,
        injected: false,
      }),
    );
    const lines = timeline(refusals, options);
    expect(lines).toHaveLength(301);
    expect(lines[290]).toBe("… 9701 lines left out; --transitions all shows them");
    expect(lines.slice(289).map((line) => / no (\d+)/.exec(line)?.[1])).toEqual([
      "288",
      undefined,
      ...Array.from({ length: 10 }, (_, i) => `${9_990 + i}`),
    ]);
  });
});
