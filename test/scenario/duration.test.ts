import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MAX_DURATION_MS } from "../../src/engine/distribution.ts";
import { formatDuration, parseDuration } from "../../src/scenario/duration.ts";

describe("a duration", () => {
  test.each([
    ["90s", 90_000],
    ["250ms", 250],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["1.5h", 5_400_000],
    ["0.4ms", 0],
    ["1m500ms", 60_500],
    ["30", 30_000],
    [30, 30_000],
    [2.5, 2_500],
    [0, 0],
    [" 5s ", 5_000],
  ])("%j is %i ms", (input, ms) => {
    expect(parseDuration(input)).toEqual({ value: ms });
  });

  test.each([
    ["-5s", '"-5s" is negative; a time is 0 or more'],
    [-5, "-5 is negative; a time is 0 or more"],
    ["5 minutes", '"5 minutes" has the unknown unit "minutes"; write "5m"'],
    ["10sec", '"10sec" has the unknown unit "sec"; write "10s"'],
    ["3M", '"3M" has the unknown unit "M"; write "3m"'],
    ["20us", '"20us" has the unknown unit "us"; the units are ms, s, m, h and d'],
    ["soon", '"soon" is not a time; write a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds'],
    ["", '"" is not a time; write a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds'],
    ["4000d", "4000d is longer than the longest time, 3650d"],
  ])("%j is refused with the right advice", (input, problem) => {
    expect(parseDuration(input)).toEqual({ problem });
  });

  test("is printed in units that are exact, and read back as it was", () => {
    expect(formatDuration(90_061_001)).toBe("1d1h1m1s1ms");
    expect(formatDuration(0)).toBe("0s");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ value: ms });
      }),
    );
  });

  test("has an answer to any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDuration(text)).toBeTypeOf("object");
      }),
    );
  });
});
