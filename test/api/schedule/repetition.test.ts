import { expect, test } from "vitest";
import { nextTimeMs } from "../../../src/api/schedule/next-time.ts";
import { parseSchedule } from "../../../src/api/schedule/parse-schedule.ts";
import { PERIODS, repeatsEvery } from "../../../src/api/schedule/repetition.ts";

const FROM_SECOND = Date.UTC(2026, 0, 1) / 1000;
const UNTIL_SECOND = Date.UTC(2027, 0, 1) / 1000;

function scheduleOf(text: string, zone?: string) {
  const parsed = parseSchedule(text, zone);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.schedule;
}

function shortestPeriod(text: string, zone?: string): string | undefined {
  const schedule = scheduleOf(text, zone);
  return PERIODS.find((period) => repeatsEvery(schedule, period, FROM_SECOND, UNTIL_SECOND))?.name;
}

test.each([
  ["*/5 * * * *", undefined, "hour"],
  ["0,7 0-23 1-31 1-12 0-6", undefined, "hour"],
  ["*/5 * * * *", "Asia/Kolkata", "hour"],
  // Clocks change by an hour, which affects a schedule with certain hours but not one with every hour.
  ["*/5 * * * *", "Europe/Berlin", "hour"],
  ["0 3 * * *", "Europe/Berlin", undefined],
  // Clocks change by half an hour.
  ["*/5 * * * *", "Australia/Lord_Howe", undefined],
  ["*/5 8-18 * * *", undefined, "day"],
  ["30 2 * * *", "Asia/Tokyo", "day"],
  ["0 2 * * 1-5", undefined, "week"],
  ["*/5 * * * 0", undefined, "week"],
  // If both day fields are set, either is enough.
  ["0 2 1-31 * 1", undefined, "day"],
  ["0 2 1,15 * 1", undefined, undefined],
  ["0 2 1 * *", undefined, undefined],
  ["0 2 * 3 *", undefined, undefined],
])("%s in %s repeats after an %s", (text, zone, period) => {
  expect(shortestPeriod(text, zone)).toBe(period);
});

test.each(["*/7 * * * *", "5 */4 * * *", "0 6 * * 2,4"])(
  "the times of %s are those of the previous period, shifted by it",
  (text) => {
    const schedule = scheduleOf(text);
    const period = PERIODS.find((one) => repeatsEvery(schedule, one, FROM_SECOND, UNTIL_SECOND));
    const movedMs = (period?.seconds ?? 0) * 1000;
    for (let ms = FROM_SECOND * 1000, count = 0; count < 400; count++) {
      expect(nextTimeMs(schedule, ms + movedMs)).toBe(nextTimeMs(schedule, ms) + movedMs);
      ms = nextTimeMs(schedule, ms);
    }
  },
);
