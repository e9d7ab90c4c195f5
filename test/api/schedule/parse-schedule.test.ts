import { describe, expect, test } from "vitest";
import { parseSchedule } from "../../../src/api/schedule/parse-schedule.ts";

function problemOf(text: string, timeZone?: string): string | undefined {
  const parsed = parseSchedule(text, timeZone);
  return "problem" in parsed ? parsed.problem : undefined;
}

describe("an invalid schedule is refused with the message of robfig/cron", () => {
  test.each([
    ["", "empty spec string"],
    ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
    ["61 * * * *", "end of range (61) above maximum (59): 61"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"],
    ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
    ["*/5/5 * * * *", "too many slashes: */5/5"],
    ["FOO * * * *", 'failed to parse int from FOO: strconv.Atoi: parsing "FOO": invalid syntax'],
    ["*/-1 * * * *", "negative number (-1) not allowed: -1"],
    ["* * * * 7", "end of range (7) above maximum (6): 7"],
    ["0 0 * * fri-mon", "beginning of range (5) beyond end of range (1): fri-mon"],
    ["@reboot", "unrecognized descriptor: @reboot"],
    ["@Daily", "unrecognized descriptor: @Daily"],
    ["@every x", 'failed to parse duration @every x: time: invalid duration "x"'],
    ["@every 5", 'failed to parse duration @every 5: time: missing unit in duration "5"'],
    ["@every 1d", 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
    ["TZ=Nope/Nope * * * * *", "provided bad location Nope/Nope: unknown time zone Nope/Nope"],
    ["TZ=../x * * * * *", "provided bad location ../x: time: invalid location name"],
  ])("%j is refused: %s", (text, words) => {
    expect(problemOf(text)).toBe(words);
  });
});

describe("common schedules are parsed", () => {
  test.each([
    "* * * * *",
    "  */5\t*  * * *  ",
    "0 0 ? JAN-mar Mon,WED",
    "0 0 1,,15 * *",
    "+5 * * * *",
    "0 22-23/5 * * *",
    "@hourly",
    "@every 1h30m",
    "@every 1.5s",
    "@every -1h",
    "CRON_TZ=Europe/Berlin 0 2 * * *",
  ])("%j has no problem", (text) => {
    expect(problemOf(text)).toBeUndefined();
  });
});

test("a zone has one spelling, and links of the zone database are accepted", () => {
  expect(problemOf("0 0 * * *", "Europe/Berlin")).toBeUndefined();
  expect(problemOf("0 0 * * *", "US/Eastern")).toBeUndefined();
  expect(problemOf("0 0 * * *", "europe/berlin")).toBe(
    "provided bad location europe/berlin: unknown time zone europe/berlin",
  );
});
