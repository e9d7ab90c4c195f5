import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMicroTime, formatTimestamp, parseTimestamp } from "../../src/api/timestamp.ts";

test("a timestamp is the instant in UTC with fractions truncated, and is parsed to that second", () => {
  const year2200Ms = Date.parse("2200-01-01T00:00:00Z");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: year2200Ms }), (instantMs) => {
      const text = formatTimestamp(instantMs);
      expect(text).toBe(`${new Date(instantMs).toISOString().slice(0, 19)}Z`);
      expect(parseTimestamp(text)).toBe(Math.floor(instantMs / 1000) * 1000);
    }),
    { seed: 2 },
  );
});

test("a time with microseconds keeps its milliseconds", () => {
  const instantMs = Date.parse("2026-11-30T01:02:03.045Z");
  expect(formatMicroTime(instantMs)).toBe("2026-11-30T01:02:03.045000Z");
});
