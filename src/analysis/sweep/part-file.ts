/** Runs of a sweep as lines of JSON: a head with the whole spec, then runs in the order in which they finished. */

import { z } from "zod";

import type { FlagTexts } from "../../scenario/flags.ts";
import { InputError } from "../../scenario/problem.ts";
import { SCHEDULE_NUMBERS } from "../cron-jobs/schedule-measures.ts";
import type { RunMeasures } from "../measures.ts";
import { type DoneRuns, SweepRuns } from "./part.ts";
import { keyOf, type Shard, type SweepSpec } from "./spec.ts";

const VERSION = 1;

const text = z.string().optional();
const texts = z.array(z.string()).optional();
/** A key for each flag: if one is missing here, the files cannot be read back. */
const FLAGS = {
  schedule: text,
  start: text,
  ready: text,
  run: text,
  exit: text,
  container: texts,
  seed: text,
  until: text,
  for: text,
  startTime: text,
  kubernetes: text,
  set: texts,
  param: texts,
} satisfies Record<keyof FlagTexts, unknown>;
const headSchema = z.strictObject({
  kind: z.literal("jobsim sweep"),
  version: z.literal(VERSION),
  key: z.string(),
  shard: z.strictObject({ index: z.number().int().min(1), count: z.number().int().min(1) }),
  spec: z.strictObject({
    file: z.string(),
    text: z.string(),
    files: z.record(z.string(), z.string()).optional(),
    flags: z.strictObject(FLAGS),
    cells: z.array(z.array(z.strictObject({ name: z.string(), value: z.string() }))),
    seeds: z.number().int().min(1),
    firstSeed: z.number().int(),
    untilCi: z.number().optional(),
  }),
});

const count = z.number().int().nonnegative();
/**
 * Success, makespan, retries, pods, pod-seconds, wasted pod-seconds; then the optional numbers, as far as there are
 * any: names would triple the file.
 */
const measuresSchema = z
  .tuple([z.boolean(), z.number().nullable(), count, count, z.number(), z.number()])
  .rest(z.number().nullable());
const OPTIONAL_COLUMNS = ["cost", ...SCHEDULE_NUMBERS] as const;
const lineSchema = z.strictObject({ cell: count, runs: z.array(count), measures: z.array(measuresSchema) });

/** What a file of runs holds. */
export interface SweepPart {
  readonly spec: SweepSpec;
  readonly key: string;
  readonly shard: Shard;
  readonly done: readonly DoneRuns[];
}

/**
 * The first line of a file of runs.
 *
 * @example
 * writeFileSync("part-1.jsonl", partHead(spec, { index: 1, count: 4 }));
 */
export function partHead(spec: SweepSpec, shard: Shard): string {
  return `${JSON.stringify({ kind: "jobsim sweep", version: VERSION, key: keyOf(spec), shard, spec })}\n`;
}

/**
 * A line of a file of runs.
 *
 * @example
 * const lines: string[] = [];
 * await runSweep(spec, { workers: 1, onDone: (done) => lines.push(partLine(done)) });
 */
export function partLine({ cell, runs, measures }: DoneRuns): string {
  const rows = measures.map((run) => {
    const { success, makespanMs = null, retries, pods, podSeconds, wastedPodSeconds } = run;
    return [success, makespanMs, retries, pods, podSeconds, wastedPodSeconds, ...optionalColumns(run)];
  });
  return `${JSON.stringify({ cell, runs, measures: rows })}\n`;
}

/** The optional numbers of a run, up to the last that it has. */
function optionalColumns(run: RunMeasures): (number | null)[] {
  const columns = OPTIONAL_COLUMNS.map((name) => run[name] ?? null);
  return columns.slice(0, columns.findLastIndex((value) => value !== null) + 1);
}

/**
 * Reads a file of runs. A truncated last line, as a killed process leaves it, is skipped.
 *
 * @param file its name in messages
 * @throws InputError if it is not one
 * @example
 * const { spec, done } = parsePart("part-1.jsonl", readFileSync("part-1.jsonl", "utf8"));
 */
export function parsePart(file: string, text: string): SweepPart {
  const [first = "", ...lines] = text.split("\n");
  const head = headSchema.safeParse(parseJson(first));
  if (!head.success) refuse(file, 1, "is not the head of a sweep's runs, as jobsim sweep --save writes it");
  const { key, shard, spec } = head.data;
  if (keyOf(spec) !== key) refuse(file, 1, "was changed: its key does not match its content");
  const whole = text.endsWith("\n") ? lines.length : lines.length - 1;
  const done = lines.slice(0, whole).flatMap((line, i) => {
    if (line === "") return [];
    const found = lineSchema.safeParse(parseJson(line));
    if (!found.success) refuse(file, i + 2, "is not a line of runs");
    const { cell, runs, measures } = found.data;
    if (cell >= spec.cells.length || runs.length !== measures.length) refuse(file, i + 2, "does not match the head");
    return [{ cell, runs, measures: measures.map(measuresOf) }];
  });
  return { spec, key, shard, done };
}

function measuresOf(row: z.infer<typeof measuresSchema>): RunMeasures {
  const [success, makespanMs, retries, pods, podSeconds, wastedPodSeconds, ...rest] = row;
  return {
    success,
    ...(makespanMs === null ? {} : { makespanMs }),
    retries,
    pods,
    podSeconds,
    wastedPodSeconds,
    ...Object.fromEntries(
      OPTIONAL_COLUMNS.flatMap((name, i) => {
        const value = rest[i] ?? null;
        return value === null ? [] : [[name, value] as const];
      }),
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(file: string, line: number, message: string): never {
  throw new InputError([{ file, line, column: 1, message }]);
}

/**
 * Joins parts of one sweep.
 *
 * @param parts at least one, each with the name of its file
 * @returns the runs, the same as if one machine had computed them
 * @throws InputError if the parts belong to different sweeps, or runs are missing and `partial` is not set
 * @example
 * const part = parsePart("part-1.jsonl", readFileSync("part-1.jsonl", "utf8"));
 * console.log(sweepText(sweepSummary(mergeParts([{ file: "part-1.jsonl", part }]))).join("\n"));
 */
export function mergeParts(
  parts: readonly { readonly file: string; readonly part: SweepPart }[],
  partial = false,
): SweepRuns {
  const [first] = parts;
  if (first === undefined) throw new InputError([{ file: "jobsim merge", message: "name at least one part" }]);
  for (const { file, part } of parts) {
    if (part.key !== first.part.key) {
      const message = `is of another sweep than ${first.file}: scenario, cells, seeds or flags differ`;
      throw new InputError([{ file, message }]);
    }
  }
  const runs = new SweepRuns(first.part.spec);
  for (const { part } of parts) for (const done of part.done) runs.add(done);
  const missing = first.part.spec.cells.reduce((sum, _, cell) => sum + runs.missing(cell), 0);
  if (missing > 0 && !partial) {
    const count = first.part.shard.count;
    const have = new Set(parts.map(({ part }) => part.shard.index));
    const absent = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !have.has(index));
    const why = absent.length > 0 ? `the parts ${absent.join(", ")} of ${count} are not here` : "some part is not done";
    const message = `${missing} runs are missing: ${why}; add --partial to join what there is`;
    throw new InputError([{ file: "jobsim merge", message }]);
  }
  return runs;
}
