/** Where figures are expected, as multiples of what was measured in the same run: a slow machine leaves no range. */

import { readFileSync } from "node:fs";
import type { BenchReport } from "./result.ts";

/** From the first to the second number, both included. */
export type Range = readonly [number, number];

export interface Ranges {
  /** Of the time of a case, in yardsticks. */
  readonly cases: Readonly<Record<string, Range>>;
  readonly ratios: Readonly<Record<string, Range>>;
}

/** What the committed ranges say about a figure. */
export interface Departure {
  readonly name: string;
  readonly value: number;
  readonly range: Range;
  readonly better: boolean;
}

/** Reads the committed file. */
export function readRanges(file: string): Ranges {
  const ranges: Ranges = JSON.parse(readFileSync(file, "utf8"));
  return ranges;
}

/** A run varies by this factor to either side: cases by more than ratios of two cases. */
const CASE_SPREAD = 1.8;
const RATIO_SPREAD = 1.4;

/** Ranges around what a report measured, in the order of the names; what it did not measure keeps the range it had. */
export function rangesAround(
  report: Pick<BenchReport, "results" | "ratios">,
  names: { readonly cases: readonly string[]; readonly ratios: readonly string[] },
  earlier: Ranges,
): Ranges {
  const cases = new Map(report.results.map(({ name, yardsticks }) => [name, around(yardsticks, CASE_SPREAD)]));
  const ratios = new Map(report.ratios.map(({ name, value }) => [name, around(value, RATIO_SPREAD)]));
  const merge = (order: readonly string[], measured: ReadonlyMap<string, Range>, old: Ranges["cases"]) =>
    Object.fromEntries(
      order.flatMap((name) => {
        const range = measured.get(name) ?? old[name];
        return range === undefined ? [] : [[name, range]];
      }),
    );
  return {
    cases: merge(names.cases, cases, earlier.cases),
    ratios: merge(names.ratios, ratios, earlier.ratios),
  };
}

function around(value: number, spread: number): Range {
  return [Number((value / spread).toPrecision(2)), Number((value * spread).toPrecision(2))];
}

/** The figures of a report that have left their range. */
export function departures(report: Pick<BenchReport, "results" | "ratios">, ranges: Ranges): Departure[] {
  const figures = [
    ...report.results.map(({ name, yardsticks }) => ({ name, value: yardsticks, range: ranges.cases[name] })),
    ...report.ratios.map(({ name, value }) => ({ name, value, range: ranges.ratios[name] })),
  ];
  return figures.flatMap(({ name, value, range }) => {
    if (range === undefined || (value >= range[0] && value <= range[1])) return [];
    return [{ name, value, range, better: value < range[0] === lowIsGood(name) }];
  });
}

/** Times are; of ratios those of speed are not. */
function lowIsGood(name: string): boolean {
  return !name.includes("a second, ") && !name.startsWith("sweep, ");
}
