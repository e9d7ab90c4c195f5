import { describe, expect, test } from "vitest";
import { decodeCronJob } from "../../../src/api/decode.ts";
import { parseSchedule } from "../../../src/api/schedule/parse-schedule.ts";
import { mostRecentStart, nextStartDelayMs, type StartInputs } from "../../../src/controller/cronjob/missed-starts.ts";

function inputs(schedule: string, last: string, now: string, startingDeadlineSeconds?: number): StartInputs {
  const { object: cronJob } = decodeCronJob({
    metadata: { name: "a", creationTimestamp: "2024-01-01T00:00:00Z" },
    spec: {
      schedule,
      jobTemplate: { spec: {} },
      ...(startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds }),
    },
  });
  const parsed = parseSchedule(schedule);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return { cronJob, lastScheduleTime: last, schedule: parsed.schedule, nowMs: Date.parse(now) };
}

function mostRecent(...given: Parameters<typeof inputs>): unknown {
  const due = mostRecentStart(inputs(...given), true);
  if (typeof due === "string") return due;
  return {
    at: due.mostRecentMs === undefined ? undefined : new Date(due.mostRecentMs).toISOString(),
    missed: due.missed,
  };
}

describe("the most recent start that is due", () => {
  test.each([
    ["none before the first one", "0 * * * *", "2024-01-01T10:00:00Z", "2024-01-01T10:59:59Z", undefined, 0],
    ["the first one", "0 * * * *", "2024-01-01T10:00:00Z", "2024-01-01T11:00:00Z", "2024-01-01T11:00:00.000Z", 0],
    ["the last of several", "0 * * * *", "2024-01-01T10:00:00Z", "2024-01-01T15:30:00Z", "2024-01-01T15:00:00.000Z", 5],
    ["the last of many", "* * * * *", "2024-01-01T10:00:00Z", "2024-01-01T12:00:30Z", "2024-01-01T12:00:00.000Z", 120],
  ] as const)("is %s", (_what, schedule, last, now, at, missed) => {
    expect(mostRecent(schedule, last, now)).toEqual({ at, missed });
  });

  test("is silently skipped once it is older than the deadline", () => {
    const [last, now] = ["2024-01-01T10:00:00Z", "2024-01-01T11:00:30Z"];
    expect(mostRecent("0 * * * *", last, now, 60)).toEqual({ at: "2024-01-01T11:00:00.000Z", missed: 0 });
    expect(mostRecent("0 * * * *", last, now, 10)).toEqual({ at: undefined, missed: 0 });
  });

  test("may be skipped if the first gap is much shorter than the next ones", () => {
    const missed = mostRecent("0 0,1 * * *", "2024-01-01T12:00:00Z", "2024-01-02T12:00:00Z");
    expect(missed).toEqual({ at: undefined, missed: 13 });
  });

  test("does not exist for a schedule that never fires", () => {
    const words = "time difference between two schedules is less than 1 second";
    expect(mostRecent("0 0 31 2 *", "2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z")).toBe(words);
  });

  test("is skipped if the deadline does not fit into 64 bits of nanoseconds", () => {
    const [last, now] = ["2024-01-01T10:00:00Z", "2024-01-01T11:00:00.500Z"];
    expect(mostRecent("0 * * * *", last, now, Number("9223372036854775807"))).toEqual({ at: undefined, missed: 0 });
    expect(mostRecent("0 * * * *", last, now, 9_000_000_000)).toEqual({ at: "2024-01-01T11:00:00.000Z", missed: 0 });
  });
});

test("the next sync comes a tenth of a second after the next start, and at once for a schedule that never fires", () => {
  const [last, now] = ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00.300Z"];
  expect(nextStartDelayMs(inputs("0 * * * *", last, now))).toBe(3_599_800);
  expect(nextStartDelayMs(inputs("0 0 31 2 *", last, now))).toBeLessThan(0);
});
