/** From `expect` of a scenario file to single checks. */

import type { FieldPath } from "../api/field-path.ts";
import type { JobRef } from "../simulation/plan.ts";
import { isChance } from "./chance.ts";
import { isFault } from "./checked.ts";
import type { PlacedExpect } from "./compile-cases.ts";
import { compileCronExpect, cronJobsOf } from "./compile-cron-expect.ts";
import { compileDuration } from "./compile-time.ts";
import { type Check, COUNTERS, type Expectation, MEASURES, type TransitionMatch } from "./expectation.ts";
import type { JobNames } from "./job-names.ts";
import { type NumberRange, parseNumberRange } from "./number-range.ts";
import type { Reporter } from "./report.ts";
import type { ExpectInput, TransitionMatchInput } from "./schema-expect.ts";

const ALL_JOBS = "*";

/**
 * Compiles the expectations of a scenario, in the order of the file.
 *
 * @param jobs the Jobs that they may name
 * @param reporter receives what is wrong
 */
export function compileExpect(expect: readonly PlacedExpect[], jobs: JobNames, reporter: Reporter): Expectation[] {
  return expect.flatMap(({ entry, path }) => {
    if (isChance(entry)) return [];
    const cronJobs = cronJobsOf(entry, path, jobs, reporter);
    if (cronJobs !== undefined) return compileCronExpect(entry, path, cronJobs, reporter);
    const checks = checksOf(entry, path, reporter);
    if (checks.length === 0) reporter.problem(path, "expects nothing; give for example condition: Complete");
    return jobsOf(entry.job, path, jobs, reporter).flatMap((job) =>
      checks.map(({ check, key }) => ({ job, check, place: reporter.place([...path, key]) })),
    );
  });
}

function jobsOf(name: string | undefined, path: FieldPath, jobs: JobNames, reporter: Reporter): readonly JobRef[] {
  if (name === ALL_JOBS) return jobs.all();
  const job = jobs.find(name);
  if (!isFault(job)) return [job.value];
  reporter.problem(name === undefined ? path : [...path, "job"], job.problem);
  return [];
}

interface KeyedCheck {
  readonly key: string;
  readonly check: Check;
}

function checksOf(entry: ExpectInput, path: FieldPath, reporter: Reporter): KeyedCheck[] {
  const checks: KeyedCheck[] = conditionChecks(entry, path, reporter);
  const { outcome, order, never, refused } = entry;
  if (outcome !== undefined) checks.push({ key: "outcome", check: { kind: "outcome", outcome } });
  if (refused !== undefined) checks.push({ key: "refused", check: { kind: "refused", text: refused } });
  for (const measure of MEASURES) {
    const input = entry[measure];
    if (input === undefined) continue;
    const range = rangeOf(input, [...path, measure], reporter);
    if (range !== undefined) checks.push({ key: measure, check: { kind: "measure", measure, range } });
  }
  for (const field of ["completedIndexes", "failedIndexes"] as const) {
    const text = entry[field];
    if (text !== undefined) checks.push({ key: field, check: { kind: "indexes", field, text } });
  }
  if (order !== undefined) {
    const steps = order.map((step, i) => compileMatch(step, [...path, "order", i], reporter));
    checks.push({ key: "order", check: { kind: "order", steps } });
  }
  for (const [i, match] of (never === undefined ? [] : [never].flat()).entries()) {
    const matchPath = Array.isArray(never) ? [...path, "never", i] : [...path, "never"];
    if (typeof match === "string") {
      reporter.problem(
        matchPath,
        `${match} applies to CronJobs; for a Job write a map, for example {condition: Failed}`,
      );
      continue;
    }
    checks.push({ key: "never", check: { kind: "never", match: compileMatch(match, matchPath, reporter) } });
  }
  return checks;
}

function conditionChecks(
  { condition: type, reason, within, notBefore }: ExpectInput,
  path: FieldPath,
  reporter: Reporter,
): KeyedCheck[] {
  if (type === undefined) {
    for (const [key, value] of Object.entries({ reason, within, notBefore })) {
      if (value !== undefined) reporter.problem([...path, key], "goes with condition, which is missing");
    }
    return [];
  }
  const checks: KeyedCheck[] = [{ key: "condition", check: { kind: "condition", type } }];
  if (reason !== undefined) checks.push({ key: "reason", check: { kind: "condition", type, reason } });
  if (within !== undefined) {
    const withinMs = compileDuration(within, [...path, "within"], reporter);
    checks.push({ key: "within", check: { kind: "condition", type, withinMs } });
  }
  if (notBefore !== undefined) {
    const notBeforeMs = compileDuration(notBefore, [...path, "notBefore"], reporter);
    checks.push({ key: "notBefore", check: { kind: "condition", type, notBeforeMs } });
  }
  return checks;
}

function rangeOf(input: number | string, path: FieldPath, reporter: Reporter): NumberRange | undefined {
  const range = parseNumberRange(input);
  if (!isFault(range)) return range.value;
  reporter.problem(path, range);
  return undefined;
}

function compileMatch(input: TransitionMatchInput, path: FieldPath, reporter: Reporter): TransitionMatch {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  if (given.length === 0) reporter.problem(path, "matches everything; give for example condition: FailureTarget");
  const { condition, reason, event, message, happens } = input;
  const [type = "", status = "True"] = condition?.split("=") ?? [];
  const counters = COUNTERS.flatMap((counter) => {
    const value = input[counter];
    const range = value === undefined ? undefined : rangeOf(value, [...path, counter], reporter);
    return range === undefined ? [] : [{ counter, range }];
  });
  return {
    ...(condition === undefined ? {} : { condition: { type, status } }),
    ...(reason === undefined ? {} : { reason }),
    ...(event === undefined ? {} : { event }),
    ...(message === undefined ? {} : { message }),
    ...(happens === undefined ? {} : { happens }),
    counters,
    text: given.map(([key, value]) => `${key} ${value}`).join(", "),
  };
}
