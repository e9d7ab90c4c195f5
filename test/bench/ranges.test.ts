import { expect, test } from "vitest";
import { CASES } from "../../bench/cases/list.ts";
import { departures, readRanges } from "../../bench/ranges.ts";
import { RATIO_NAMES, ratiosOf } from "../../bench/ratios.ts";
import type { CaseResult } from "../../bench/result.ts";

function result(name: string, seconds: number, yardsticks = 1): CaseResult {
  return { name, unit: "pods", units: 10, seconds, perSecond: 10 / seconds, note: "", rssMb: 1, yardsticks };
}

test("a figure outside its range is reported as better or worse, one without a range not at all", () => {
  const ranges = {
    cases: { slow: [1, 2], fast: [1, 2], inside: [1, 2] },
    ratios: { "sweep, 2 workers to 1": [1.5, 2] },
  } as const;
  const report = {
    results: [result("slow", 1, 3), result("fast", 1, 0.5), result("inside", 1, 2), result("new", 1, 99)],
    ratios: [{ name: "sweep, 2 workers to 1", value: 1.1 }],
  };
  expect(departures(report, ranges).map(({ name, better }) => [name, better])).toEqual([
    ["slow", false],
    ["fast", true],
    ["sweep, 2 workers to 1", false],
  ]);
});

test("ratios come from the cases that were measured", () => {
  const results = [result("sweep on 1 worker", 4), result("sweep on 2 workers", 2), result("start of node -e 0", 0.1)];
  expect(ratiosOf(results)).toEqual([{ name: "sweep, 2 workers to 1", value: 2 }]);
});

test("every case and every ratio has a range, and every range a case or a ratio", () => {
  const ranges = readRanges("bench/ranges.json");
  const names = CASES.map(({ name }) => name);
  expect(Object.keys(ranges.cases)).toEqual(names);
  expect(Object.keys(ranges.ratios)).toEqual(RATIO_NAMES);
});
