import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_TIME_MS, nextTimeMs } from "../../../src/api/schedule/next-time.ts";
import { parseSchedule } from "../../../src/api/schedule/parse-schedule.ts";
import type { Schedule } from "../../../src/api/schedule/schedule.ts";

function scheduleOf(text: string, timeZone?: string): Schedule {
  const parsed = parseSchedule(text, timeZone);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.schedule;
}

/** The first times of a schedule after an instant, in UTC without seconds. */
function times(text: string, from: string, count: number, timeZone?: string): string[] {
  const schedule = scheduleOf(text, timeZone);
  const found: string[] = [];
  let atMs = Date.parse(from);
  for (let number = 0; number < count; number++) {
    atMs = nextTimeMs(schedule, atMs);
    found.push(new Date(atMs).toISOString().replace(":00.000Z", ""));
  }
  return found;
}

describe("days of the month and days of the week", () => {
  test("either is enough if neither is a star", () => {
    expect(times("0 0 13 * 5", "2024-09-01T00:00:00Z", 3)).toEqual([
      "2024-09-06T00:00",
      "2024-09-13T00:00",
      "2024-09-20T00:00",
    ]);
  });

  test("both must match if one is a star, a question mark or a star with a step of one", () => {
    for (const star of ["*", "?", "*/1"]) {
      expect(times(`0 0 ${star} * 5`, "2024-09-01T00:00:00Z", 2)).toEqual(["2024-09-06T00:00", "2024-09-13T00:00"]);
    }
  });

  test("a star with a larger step does not count as a star", () => {
    expect(times("0 0 */2 * 1", "2024-09-01T00:00:00Z", 3)).toEqual([
      "2024-09-02T00:00",
      "2024-09-03T00:00",
      "2024-09-05T00:00",
    ]);
  });
});

describe("daylight saving", () => {
  test("a time in the gap does not occur that day", () => {
    expect(times("30 2 * * *", "2024-03-09T00:00:00Z", 2, "America/New_York")).toEqual([
      "2024-03-09T07:30",
      "2024-03-11T06:30",
    ]);
  });

  test("a time in the overlap occurs twice", () => {
    expect(times("30 1 * * *", "2024-11-03T00:00:00Z", 3, "America/New_York")).toEqual([
      "2024-11-03T05:30",
      "2024-11-03T06:30",
      "2024-11-04T06:30",
    ]);
  });

  test("every half hour continues in real time", () => {
    const found = times("*/30 * * * *", "2024-11-03T04:00:00Z", 10, "America/New_York").map((at) =>
      Date.parse(`${at}Z`),
    );
    expect(found.slice(1).every((at, before) => at - (found[before] ?? 0) === 1_800_000)).toBe(true);
  });

  test("a day without midnight begins at one", () => {
    expect(times("0 0 * * *", "2018-11-03T12:00:00Z", 2, "America/Sao_Paulo")).toEqual([
      "2018-11-05T02:00",
      "2018-11-06T02:00",
    ]);
  });
});

test("a delay counts from the given time, without fractions of a second", () => {
  expect(nextTimeMs(scheduleOf("@every 90s"), 1_999)).toBe(91_000);
  expect(nextTimeMs(scheduleOf("@every 100ms"), 0)).toBe(1_000);
});

test.each(["0 0 31 2 *", "0 0 30 feb *", ", * * * *"])("%j never occurs", (text) => {
  expect(nextTimeMs(scheduleOf(text), Date.parse("2024-01-01T00:00:00Z"))).toBe(NO_TIME_MS);
});

test("leap days are found, but not across eight years", () => {
  expect(times("0 0 29 2 *", "2024-03-01T00:00:00Z", 1)).toEqual(["2028-02-29T00:00"]);
  expect(nextTimeMs(scheduleOf("0 0 29 2 *"), Date.parse("2096-03-01T00:00:00Z"))).toBe(NO_TIME_MS);
});

test("in UTC the next time is the first matching minute of a minute-by-minute walk", () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min, max }).map(String),
      fc.tuple(fc.constantFrom("*", `${min}`), fc.integer({ min: 1, max: 20 })).map(([low, step]) => `${low}/${step}`),
    );
  const schedules = fc.tuple(field(0, 59), field(0, 23), field(1, 31), fc.constant("*"), field(0, 6));
  fc.assert(
    fc.property(schedules, fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }), (fields, second) => {
      const schedule = scheduleOf(fields.join(" "));
      if (schedule.kind !== "clock") throw new Error("no clock");
      const found = nextTimeMs(schedule, second * 1000);
      let minute = Math.floor(second / 60) + 1;
      const isMatch = (date: Date) => {
        const [month, week] = [schedule.daysOfMonth[date.getUTCDate()], schedule.daysOfWeek[date.getUTCDay()]];
        const days = schedule.bothDays ? month === 1 && week === 1 : month === 1 || week === 1;
        return days && schedule.hours[date.getUTCHours()] === 1 && schedule.minutes[date.getUTCMinutes()] === 1;
      };
      while (!isMatch(new Date(minute * 60_000))) minute++;
      expect(found).toBe(minute * 60_000);
    }),
    { numRuns: 100 },
  );
});
