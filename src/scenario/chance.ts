/** What is expected over many seeds: how likely the run completes, and how long it then takes. */

import type { FieldPath } from "../api/field-path.ts";
import { quote } from "../api/quote.ts";
import type { Checked } from "./checked.ts";
import { isFault } from "./checked.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import type { SourcePosition } from "./problem.ts";
import type { Reporter } from "./report.ts";
import type { ExpectInput } from "./schema-expect.ts";

/** Percentiles of the makespan that can be expected. */
export const EXPECTED_PERCENTILES = [50, 90, 95, 99] as const;
/** A percentile that an expectation can name. */
export type ExpectedPercentile = (typeof EXPECTED_PERCENTILES)[number];

/** A bound: a share between 0 and 1, or milliseconds. */
export interface Bound {
  readonly sign: "<=" | ">=" | "<" | ">";
  readonly value: number;
  /** The text in the file. */
  readonly text: string;
}

/** An expectation about many runs. */
export type ChanceCheck =
  | { readonly of: "complete"; readonly bound: Bound; readonly place: SourcePosition }
  | {
      readonly of: "makespan";
      readonly percentile: ExpectedPercentile;
      readonly bound: Bound;
      readonly place: SourcePosition;
    };

/** Checks over the seeds 1 to `seeds`. */
export interface ChanceExpectation {
  readonly seeds: number;
  readonly checks: readonly ChanceCheck[];
}

/** Whether an entry of `expect` is about many seeds. */
export function isChance(entry: ExpectInput): boolean {
  return entry.seeds !== undefined;
}

/** Keys that are only about many seeds. */
const CHANCE_KEYS = ["complete", "p50", "p90", "p95", "p99"] as const;
/** Keys that are about one run. */
const CHANCE_AND_SEEDS: ReadonlySet<string> = new Set(["seeds", ...CHANCE_KEYS]);

/**
 * Compiles an entry of `expect` that is about many seeds.
 *
 * @param path of the entry
 * @param reporter takes what is wrong
 */
export function compileChance(entry: ExpectInput, path: FieldPath, reporter: Reporter): ChanceExpectation | undefined {
  const { seeds } = entry;
  if (seeds === undefined) {
    for (const key of CHANCE_KEYS) {
      if (entry[key] !== undefined) reporter.problem([...path, key], "goes with seeds, which is missing");
    }
    return undefined;
  }
  for (const [key, value] of Object.entries(entry)) {
    if (value !== undefined && !CHANCE_AND_SEEDS.has(key)) {
      reporter.problem([...path, key], "is about one run; give it an entry without seeds");
    }
  }
  const checks = CHANCE_KEYS.flatMap((key): ChanceCheck[] => {
    const text = entry[key];
    if (text === undefined) return [];
    const bound = parseBound(text, key === "complete" ? parseShare : parseDuration);
    if (isFault(bound)) {
      reporter.problem([...path, key], bound);
      return [];
    }
    const place = reporter.place([...path, key]);
    if (key === "complete") return [{ of: "complete", bound: bound.value, place }];
    const percentile = EXPECTED_PERCENTILES.find((percent) => key === `p${percent}`);
    return percentile === undefined ? [] : [{ of: "makespan", percentile, bound: bound.value, place }];
  });
  if (checks.length === 0)
    reporter.problem(path, 'expects nothing; give for example complete: ">= 99%" or p95: "<= 2h"');
  return { seeds, checks };
}

function parseBound(text: string, parse: (text: string) => Checked<number>): Checked<Bound> {
  const [, sign, rest = ""] = /^\s*(<=|>=|<|>)\s*(.+)$/.exec(text) ?? [];
  if (sign !== "<=" && sign !== ">=" && sign !== "<" && sign !== ">") {
    return { problem: `${quote(text)} is not a bound; write for example ">= 99%" or "<= 2h"` };
  }
  const value = parse(rest.trim());
  return isFault(value) ? value : { value: { sign, value: value.value, text: text.trim() } };
}

function parseShare(text: string): Checked<number> {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  if (percent === undefined || Number(percent) > 100) {
    return { problem: `${quote(text)} is not a share; write for example 99%` };
  }
  return { value: Number(percent) / 100 };
}

/** The name of a check, for people: `complete`, `p95`. */
export function chanceName(check: ChanceCheck): string {
  return check.of === "complete" ? "complete" : `p${check.percentile}`;
}

/** A value of a check, for people: `98.5%`, `1h30m`. */
export function chanceValue({ of }: Pick<ChanceCheck, "of">, value: number): string {
  if (of === "complete") return `${Math.round(value * 1_000) / 10}%`;
  return Number.isFinite(value) ? formatDuration(value) : "never";
}
