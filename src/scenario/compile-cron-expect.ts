/** From what `expect` says about a CronJob to single checks. */

import type { FieldPath } from "../api/field-path.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";
import type { JobRef } from "../simulation/plan.ts";
import { isFault } from "./checked.ts";
import { parseDuration } from "./duration.ts";
import { type Check, type Expectation, RUN_COUNTS } from "./expectation.ts";
import type { JobNames } from "./job-names.ts";
import { parseNumberRange } from "./number-range.ts";
import type { Reporter } from "./report.ts";
import type { ExpectInput } from "./schema-expect.ts";

const ALL = "*";

/** Keys that only CronJobs have. */
const CRON_KEYS = ["cronJob", ...RUN_COUNTS, "lateBy"] as const;
/** Keys that apply to CronJobs as well as Jobs. */
const SHARED_KEYS: readonly string[] = ["job", "never", "refused"];

/**
 * The CronJobs that an entry is about; `undefined` if it is about Jobs.
 *
 * @param reporter receives what is wrong with a name
 */
export function cronJobsOf(
  entry: ExpectInput,
  path: FieldPath,
  names: JobNames,
  reporter: Reporter,
): readonly JobRef[] | undefined {
  const { job, cronJob } = entry;
  const named = cronJob ?? (job !== undefined && names.findCronJob(job) !== undefined ? job : undefined);
  const known = names.allCronJobs();
  if (named === ALL) return known;
  if (named !== undefined) {
    const found = names.findCronJob(named);
    if (found !== undefined) return [found];
    reporter.problem([...path, "cronJob"], noSuchCronJob(named, known));
    return [];
  }
  const isAboutRuns = CRON_KEYS.some((key) => entry[key] !== undefined) || hasRunWords(entry);
  const [only, ...others] = known;
  if (!isAboutRuns && !(names.all().length === 0 && only !== undefined && job === undefined)) return undefined;
  if (job === ALL) return known;
  if (job !== undefined) {
    const problem = `is a Job, and ${CRON_KEYS.filter((key) => entry[key] !== undefined).join(", ")} applies to CronJobs`;
    reporter.problem([...path, "job"], problem);
    return [];
  }
  if (only !== undefined && others.length === 0) return [only];
  const problem =
    only === undefined
      ? "expects runs of a schedule, and there is no CronJob here"
      : `needs cronJob, one of ${known.map(({ name }) => name).join(", ")}`;
  reporter.problem(path, { problem, key: "cronJob" });
  return [];
}

function hasRunWords({ never }: ExpectInput): boolean {
  return never !== undefined && [never].flat().some((one) => typeof one === "string");
}

function noSuchCronJob(name: string, known: readonly JobRef[]): string {
  const meant = nearest(
    name,
    known.map((ref) => ref.name),
  );
  const listed = known.length === 0 ? "there is none here" : `there is ${known.map((ref) => ref.name).join(", ")}`;
  return `there is no CronJob ${quote(name)}; ${meant === undefined ? listed : `did you mean "${meant}"?`}`;
}

/** Compiles an entry about CronJobs. */
export function compileCronExpect(
  entry: ExpectInput,
  path: FieldPath,
  cronJobs: readonly JobRef[],
  reporter: Reporter,
): Expectation[] {
  const own: readonly string[] = [...CRON_KEYS, ...SHARED_KEYS];
  for (const [key, value] of Object.entries(entry)) {
    if (value === undefined || own.includes(key)) continue;
    reporter.problem([...path, key], "applies to Jobs, and this is a CronJob; give for example runs: 30");
  }
  const checks = checksOf(entry, path, reporter);
  if (checks.length === 0) reporter.problem(path, "expects nothing; give for example runs: 30 or never: overlap");
  return cronJobs.flatMap((job) =>
    checks.map(({ check, key }) => ({ job, check, place: reporter.place([...path, key]) })),
  );
}

interface KeyedCheck {
  readonly key: string;
  readonly check: Check;
}

function checksOf(entry: ExpectInput, path: FieldPath, reporter: Reporter): KeyedCheck[] {
  const checks: KeyedCheck[] = [];
  const { lateBy, never, refused } = entry;
  for (const count of RUN_COUNTS) {
    const input = entry[count];
    if (input === undefined) continue;
    const range = parseNumberRange(input);
    if (isFault(range)) reporter.problem([...path, count], range);
    else checks.push({ key: count, check: { kind: "runs", count, range: range.value } });
  }
  if (lateBy !== undefined) {
    const mostMs = upperBound(lateBy);
    const problem = `${quote(lateBy)} is not a bound; write for example "<= 1m"`;
    if (mostMs === undefined) reporter.problem([...path, "lateBy"], problem);
    else checks.push({ key: "lateBy", check: { kind: "lateBy", mostMs } });
  }
  if (refused !== undefined) checks.push({ key: "refused", check: { kind: "refused", text: refused } });
  for (const what of never === undefined ? [] : [never].flat()) {
    if (typeof what === "string") checks.push({ key: "never", check: { kind: "neverRun", what } });
    else reporter.problem([...path, "never"], "of a CronJob is one word, for example never: overlap");
  }
  return checks;
}

/** The length of `1m`, `<= 1m` or `< 1m`; `undefined` if it is neither. */
function upperBound(text: string): number | undefined {
  const [, length = ""] = /^\s*(?:<=?)?\s*(.+?)\s*$/.exec(text) ?? [];
  const parsed = parseDuration(length);
  return isFault(parsed) ? undefined : parsed.value;
}
