/** Runs of a sweep as lines of JSON: a head with the whole spec, then runs in the order in which they finished. */

import { z } from "zod";

import type { FlagTexts } from "../../scenario/flags.ts";
import { InputError } from "../../scenario/problem.ts";
import { SCHEDULE_NUMBERS } from "../cron-jobs/schedule-measures.ts";
import type { RunMeasures } from "../measures.ts";
import type { DoneRuns } from "./part.ts";
import { keyOf, type Shard, type SweepSpec } from "./spec.ts";

const VERSION = 1;
/** How every head begins; the scenario in it has its quotes escaped, so nothing else does. */
export const HEAD_START = `{"kind":"jobsim sweep",`;

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
  return partOfLines(file, wholeLines(text, 1));
}

/** A line of a text, with its number there. */
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text but the last, which is empty, or truncated by what interrupted the sweep. */
export function wholeLines(text: string, firstLine: number): NumberedLine[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, i) => ({ line: firstLine + i, text: line }));
}

/** @throws InputError if the first line is no head, or the others do not belong to it */
export function partOfLines(file: string, [first, ...lines]: readonly NumberedLine[]): SweepPart {
  const at = first?.line ?? 1;
  const head = headSchema.safeParse(parseJson(first?.text ?? ""));
  if (!head.success) refuse(file, at, "is not the head of a sweep's runs, as jobsim sweep --save writes it");
  const { key, shard, spec } = head.data;
  if (keyOf(spec) !== key) refuse(file, at, "was changed: its key does not match its content");
  const done = lines.flatMap(({ line, text }) => {
    if (text === "") return [];
    const found = lineSchema.safeParse(parseJson(text));
    if (!found.success) refuse(file, line, "is not a line of runs");
    const { cell, runs, measures } = found.data;
    if (cell >= spec.cells.length || runs.length !== measures.length) refuse(file, line, "does not match the head");
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
