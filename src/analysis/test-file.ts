/** Plays one scenario file as a test. */

import { readFileSync } from "node:fs";
import type { Expectation } from "../scenario/expectation.ts";
import { parseFlags } from "../scenario/flags.ts";
import { loadScenario } from "../scenario/load.ts";
import type { LoadedJob } from "../scenario/loaded-job.ts";
import { formatProblem, InputError } from "../scenario/problem.ts";
import { decodeText } from "../scenario/text-encoding.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { Transition } from "./changes/transition.ts";
import { transitions } from "./changes/transitions.ts";
import { checkExpectations } from "./expectations.ts";
import { fieldNotes } from "./field-classes/notes.ts";
import { LONGEST_RUN_MS, playUntil } from "./longest-run.ts";
import { endOf } from "./read-run.ts";
import { refusedJobs } from "./refusals.ts";

/** Transitions shown before and after the one at which an expectation broke. */
const NEIGHBOURS = 4;

/** A scenario file to test, with what flags change. */
export interface TestInput {
  readonly file: string;
  readonly seed?: string | undefined;
  readonly kubernetes?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly param?: readonly string[] | undefined;
}

/** An expectation that was not met. */
export interface BrokenReport {
  readonly job: string;
  readonly message: string;
  readonly atMs: number;
  /** Where the expectation stands. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** `skipped`: the scenario expects nothing. `invalid`: it cannot be played. */
export type TestStatus = "passed" | "failed" | "skipped" | "invalid";

/** What became of one test. */
export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: TestStatus;
  readonly seed: string;
  /** How many checks were made. */
  readonly checks: number;
  readonly broken: readonly BrokenReport[];
  /** What happened around the first broken expectation, with what a timeline needs to show it. */
  readonly around: { readonly transitions: readonly Transition[]; readonly epochMs: number; readonly endMs: number };
  /** What is wrong with the file. */
  readonly problems: readonly string[];
  /** What the run leaves out; absent if there is nothing to say. */
  readonly notes?: readonly string[];
}

/**
 * Plays a scenario file and checks what it expects.
 */
export function checkedFile(input: TestInput): TestResult {
  const { file } = input;
  try {
    return play(input);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...EMPTY, file, name: file, status: "invalid", problems: error.problems.map(formatProblem) };
  }
}

const EMPTY = {
  seed: "",
  checks: 0,
  broken: [],
  problems: [],
  around: { transitions: [], epochMs: 0, endMs: 0 },
} as const;

/** A file that can expect something, by itself or by what it includes. */
const MAY_EXPECT = /(?:^|[{,])\s*["']?(?:expect|include)["']?\s*:/m;

function play({ file, seed, kubernetes, set, param }: TestInput): TestResult {
  const text = readTest(file);
  // A part that others include need not be a whole scenario.
  if (!MAY_EXPECT.test(text)) return { ...EMPTY, file, name: file, status: "skipped" };
  const readFile = (path: string) => readFileSync(path, "utf8");
  const loaded = loadScenario({ text, file, readFile, flags: parseFlags({ seed, kubernetes, set, param }) });
  const { name, plan, expectations } = loaded;
  const result = { ...EMPTY, file, name, seed: plan.seed, checks: expectations.length };
  if (expectations.length === 0) return { ...result, status: "skipped" };
  const refused = refusedJobs(loaded.workloads, plan);
  const unexpected = refused.filter(({ job }) => !mayBeRefused(job, expectations));
  if (unexpected.length > 0) throw new InputError(unexpected.flatMap(({ problems }) => problems));
  const notes = [...fieldNotes(loaded), ...refused.flatMap(({ problems }) => problems.map(({ message }) => message))];
  const said = notes.length === 0 ? {} : { notes };
  const simulation = new Simulation(plan);
  playUntil(simulation, plan.untilMs ?? LONGEST_RUN_MS, file);
  const broken = checkExpectations(simulation, expectations);
  const [first] = broken;
  if (first === undefined) return { ...result, ...said, status: "passed" };
  return {
    ...result,
    ...said,
    status: "failed",
    broken: broken.map(({ expectation: { job, place }, message, atMs }) => ({
      job: job.namespace === "default" ? job.name : `${job.namespace}/${job.name}`,
      message,
      atMs,
      file: place.file,
      ...(place.line === undefined ? {} : { line: place.line }),
      ...(place.column === undefined ? {} : { column: place.column }),
    })),
    around: surroundings(simulation, first.atMs),
  };
}

/** Whether the Job may be refused: what is expected of it holds of no Job, or holds only if there is none. */
function mayBeRefused({ ref }: LoadedJob, expectations: readonly Expectation[]): boolean {
  const own = expectations.filter(({ job }) => job.name === ref?.name && job.namespace === ref.namespace);
  return own.length > 0 && own.every(({ check }) => check.kind === "refused" || check.kind === "never");
}

/** The last transitions up to an instant, and the first after it. */
export function surroundings(simulation: Simulation, atMs: number): TestResult["around"] {
  const all = transitions(simulation).filter(({ kind }) => kind !== "event");
  const after = all.findIndex((transition) => transition.atMs > atMs);
  const at = after < 0 ? all.length : after;
  return {
    transitions: all.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS),
    epochMs: simulation.plan.epochMs,
    endMs: endOf(simulation),
  };
}

function readTest(file: string): string {
  try {
    return decodeText(readFileSync(file));
  } catch (error) {
    throw new InputError([
      { file, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` },
    ]);
  }
}
