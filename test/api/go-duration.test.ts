/** Seconds as durations in Go, which are 64-bit nanoseconds. */

import { expect, test } from "vitest";
import { formatGoDuration, secondsToDurationMs } from "../../src/api/go-duration.ts";

test.each([
  ["nothing", 0, 0],
  ["ten minutes", 600, 600_000],
  ["the most that fits", 9_223_372_036, 9_223_372_036_000],
  ["one second more lies in the past", 9_223_372_037, -9_223_372_036_709],
  ["the largest 64-bit number, which reads as 2^63", 2 ** 63, -1000],
  ["the smallest one", -(2 ** 63), 0],
])("seconds of a duration: %s", (_case, seconds, ms) => {
  expect(secondsToDurationMs(seconds)).toBe(ms);
});

test.each([
  [0, "0s"],
  [250, "250ms"],
  [10_000, "10s"],
  [80_000, "1m20s"],
  [300_000, "5m0s"],
  [3_600_500, "1h0m0.5s"],
])("%i ms are formatted as %s", (ms, text) => {
  expect(formatGoDuration(ms)).toBe(text);
});
