/** Plays one scenario file as a test. */

import { readFileSync } from "node:fs";
import type { CronCheck, Expectation } from "../scenario/expectation.ts";
import { parseFlags } from "../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../scenario/load.ts";
import type { LoadedJob } from "../scenario/loaded-job.ts";
import { formatProblem, InputError, type SourcePosition } from "../scenario/problem.ts";
import { decodeText } from "../scenario/text-encoding.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type ChanceOutcome, judgeChances } from "./chances.ts";
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
  /** Only tests with this in their file or name, ignoring case. */
  readonly filter?: string | undefined;
}

/** An expectation that was not met. */
export interface BrokenReport {
  readonly job: string;
  /** It is a CronJob. */
  readonly isCronJob?: true;
  readonly message: string;
  readonly atMs: number;
  /** Where the expectation stands. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** `skipped`: the scenario expects nothing. `invalid`: it cannot be played. */
export type TestStatus = "passed" | "failed" | "skipped" | "invalid";

/** What happened to one test. */
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
  /** The results over many seeds, for what is expected of them; absent if nothing is. */
  readonly chances?: readonly ChanceOutcome[];
  /** The file has its own tests: these, not the file, were tested. */
  readonly cases?: readonly TestResult[];
  /** It is one of several tests in its file. */
  readonly isCase?: true;
  /** Files that the scenario reads, manifests of its Jobs among them. */
  readonly reads?: readonly string[];
  /** How long it took, milliseconds of real time. */
  readonly tookMs?: number;
  /** What is wrong with the file. */
  readonly problems: readonly string[];
  /** What the run does not simulate; absent if there is nothing to say. */
  readonly notes?: readonly string[];
}

/**
 * Plays a scenario file and checks what it expects.
 */
export function checkedFile(input: TestInput): TestResult {
  return checked(input, () => play(input), input.file);
}

function checked({ file }: TestInput, test: () => TestResult, name: string): TestResult {
  try {
    return test();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...EMPTY, file, name, status: "invalid", problems: error.problems.map(formatProblem) };
  }
}

const EMPTY = {
  seed: "",
  checks: 0,
  broken: [],
  problems: [],
  around: { transitions: [], epochMs: 0, endMs: 0 },
} as const;

/** A file that can expect something, itself or through what it includes. */
const MAY_EXPECT = /(?:^|[{,])\s*["']?(?:expect|cases|include)["']?\s*:/m;

function play(input: TestInput): TestResult {
  const { file } = input;
  const text = readTest(file);
  // A part that others include need not be a whole scenario.
  if (!MAY_EXPECT.test(text)) return { ...EMPTY, file, name: file, status: "skipped" };
  const reads = new Set<string>();
  const readFile = (path: string) => {
    reads.add(path);
    return readFileSync(path, "utf8");
  };
  const load = (flags: TestSettings, testCase?: number) =>
    loadScenario({ text, file, readFile, flags: parseFlags(flags), ...(testCase === undefined ? {} : { testCase }) });
  const whole = load(settingsOf(input));
  const own = whole.expectations.length + whole.chances.length > 0;
  const cases = whole.cases.flatMap(({ name, flags }, i): TestResult[] => {
    if (!isWanted(input, `${file} ${name}`)) return [];
    const test = () => ({ ...playLoaded(load(withFlags(flags, input), i), file), name });
    return [{ ...checked(input, test, name), isCase: true }];
  });
  const said = { reads: [...reads] };
  if (whole.cases.length === 0) return { ...playLoaded(whole, file), ...said };
  const first = own && isWanted(input, `${file} ${whole.name}`) ? [playLoaded(whole, file)] : [];
  return { ...EMPTY, file, name: whole.name, status: "passed", cases: [...first, ...cases], ...said };
}

type TestSettings = Pick<TestInput, "seed" | "kubernetes" | "set" | "param">;

function settingsOf({ seed, kubernetes, set, param }: TestInput): TestSettings {
  return { seed, kubernetes, set, param };
}

/** Settings of a case, overridden by those of the command line. */
function withFlags(flags: TestSettings, input: TestInput): TestSettings {
  return {
    seed: input.seed ?? flags.seed,
    kubernetes: input.kubernetes ?? flags.kubernetes,
    set: [...(flags.set ?? []), ...(input.set ?? [])],
    param: [...(flags.param ?? []), ...(input.param ?? [])],
  };
}

/** Whether a test is selected. */
export function isWanted({ filter }: Pick<TestInput, "filter">, name: string): boolean {
  return filter === undefined || name.toLowerCase().includes(filter.toLowerCase());
}

function playLoaded(loaded: LoadedScenario, file: string): TestResult {
  const { name, plan, expectations, chances } = loaded;
  const checks = expectations.length + chances.reduce((sum, one) => sum + one.checks.length, 0);
  const result = { ...EMPTY, file, name, seed: plan.seed, checks };
  if (checks === 0) return { ...result, status: "skipped" };
  const refused = refusedJobs(loaded.workloads, plan);
  const unexpected = refused.filter(({ job }) => !mayBeRefused(job, expectations));
  if (unexpected.length > 0) throw new InputError(unexpected.flatMap(({ problems }) => problems));
  const notes = [...fieldNotes(loaded), ...refused.flatMap(({ problems }) => problems.map(({ message }) => message))];
  const said = notes.length === 0 ? {} : { notes };
  const outcomes = judgeChances(loaded, chances);
  const played = { ...result, ...said, ...(outcomes.length === 0 ? {} : { chances: outcomes }) };
  const [inOne, around] = expectations.length === 0 ? [[], EMPTY.around] : brokenInOne(loaded, file);
  const broken = [...inOne, ...outcomes.filter(({ status }) => status === "broken").map(brokenChance)];
  return broken.length === 0 ? { ...played, status: "passed" } : { ...played, status: "failed", broken, around };
}

/** What one run broke, and what happened around the first broken expectation. */
function brokenInOne({ plan, expectations }: LoadedScenario, file: string): [BrokenReport[], TestResult["around"]] {
  const simulation = new Simulation(plan);
  playUntil(simulation, plan.untilMs ?? LONGEST_RUN_MS, file);
  const found = checkExpectations(simulation, expectations);
  const [first] = found;
  const broken = found.map(({ expectation: { job, check, place }, message, atMs }) => ({
    ...(CRON_CHECKS.has(check.kind) ? { isCronJob: true as const } : {}),
    job: job.namespace === "default" ? job.name : `${job.namespace}/${job.name}`,
    message,
    atMs,
    ...placeOf(place),
  }));
  return [broken, first === undefined ? EMPTY.around : surroundings(simulation, first.atMs)];
}

/** What is checked of CronJobs. */
const CRON_CHECKS: ReadonlySet<string> = new Set<CronCheck["kind"]>(["runs", "lateBy", "neverRun"]);

function brokenChance({ check, text }: ChanceOutcome): BrokenReport {
  return { job: ALL_JOBS, message: `expected ${text}`, atMs: 0, ...placeOf(check.place) };
}

/** What is expected of many runs is expected of all Jobs. */
const ALL_JOBS = "*";

function placeOf({ file, line, column }: SourcePosition) {
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** Whether the Job may be refused: nothing is expected of a stored Job, or only that there is none. */
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
