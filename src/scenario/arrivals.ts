/** When the copies of a Job are created. */

import type { FieldPath } from "../api/field-path.ts";
import { type Distribution, draw, MAX_DURATION_MS, mean } from "../engine/distribution.ts";
import { randomStream } from "../engine/random.ts";
import { isFault } from "./checked.ts";
import { compileTime } from "./compile-time.ts";
import { parseDuration } from "./duration.ts";
import type { ReadOther } from "./include.ts";
import type { Reporter } from "./report.ts";
import { type ArrivalsInput, MAX_COPIES } from "./schema-jobs.ts";

const HOUR_MS = 3_600_000;

/** Offsets of the copies: fixed ones, or gaps that are drawn. */
export type Arrivals =
  | { readonly kind: "together" }
  | { readonly kind: "instants"; readonly instantsMs: readonly number[] }
  | { readonly kind: "gaps"; readonly gap: Distribution; readonly firstAtOnce: boolean };

export const TOGETHER: Arrivals = { kind: "together" };

/**
 * Compiles arrivals.
 *
 * @param copies how many there are; absent if a trace decides
 * @param readOther reads a file, relative to the scenario
 */
export function compileArrivals(
  { every, perHour, trace }: ArrivalsInput,
  copies: number | undefined,
  path: FieldPath,
  reporter: Reporter,
  readOther: ReadOther,
): Arrivals {
  const given = [every, perHour, trace].filter((value) => value !== undefined).length;
  if (given !== 1) {
    reporter.problem(path, "needs exactly one of every, perHour and trace");
    return TOGETHER;
  }
  if (trace !== undefined) return readTrace(trace, copies, [...path, "trace"], reporter, readOther);
  if (copies === undefined) reporter.problem(path, "needs count with it: how many Jobs there are");
  const gap: Distribution =
    every === undefined
      ? { kind: "exponential", meanMs: HOUR_MS / (perHour ?? 1) }
      : compileTime(every, [...path, "every"], reporter);
  if (mean(gap) * (copies ?? 1) > MAX_DURATION_MS) {
    reporter.problem(path, `${copies} Jobs so far apart take longer than a run can last`);
  }
  return { kind: "gaps", gap, firstAtOnce: every !== undefined };
}

function readTrace(
  file: string,
  copies: number | undefined,
  path: FieldPath,
  reporter: Reporter,
  readOther: ReadOther,
): Arrivals {
  const text = readOther(file);
  if ("problem" in text) {
    reporter.problem(path, text.problem);
    return TOGETHER;
  }
  const instantsMs: number[] = [];
  for (const [i, line] of text.value.split("\n").entries()) {
    const [cell = ""] = line.split(",");
    if (cell.trim() === "" || cell.startsWith("#")) continue;
    const time = parseDuration(cell);
    if (!isFault(time)) instantsMs.push(time.value);
    // The first line of a CSV may hold titles.
    else if (i > 0) {
      reporter.problem(path, `line ${i + 1} of ${file}: ${time.problem}`);
      return TOGETHER;
    }
  }
  if (instantsMs.length === 0) reporter.problem(path, `${file} holds no times`);
  else if (instantsMs.length > MAX_COPIES) reporter.problem(path, `${file} holds more than ${MAX_COPIES} times`);
  else if (copies !== undefined && copies > instantsMs.length) {
    reporter.problem(path, `${file} holds ${instantsMs.length} times, for ${copies} Jobs`);
  }
  return { kind: "instants", instantsMs: instantsMs.sort((a, b) => a - b) };
}

/**
 * Offsets of the copies in milliseconds, ascending.
 *
 * @param group names the stream of draws
 */
export function arrivalOffsets(arrivals: Arrivals, copies: number, seed: string, group: number): readonly number[] {
  if (arrivals.kind === "together") return Array.from({ length: copies }, () => 0);
  if (arrivals.kind === "instants") return arrivals.instantsMs.slice(0, copies);
  const { gap, firstAtOnce } = arrivals;
  let atMs = 0;
  return Array.from({ length: copies }, (_, i) => {
    if (i > 0 || !firstAtOnce) atMs += draw(gap, randomStream(seed, "arrivals", group, i));
    return atMs;
  });
}
