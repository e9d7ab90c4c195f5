/** `jobsim test`: finds, plays, prints; again after each change if asked to. */

import { statSync } from "node:fs";
import { defaultWorkers } from "../../analysis/parallel/pool.ts";
import type { TestResult } from "../../analysis/test-file.ts";
import { findTests, testsOf } from "../../analysis/test-files.ts";
import { untestedManifests } from "../../analysis/untested-manifests.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { testAnnotations } from "../../report/test-annotations.ts";
import { testJunit } from "../../report/test-junit.ts";
import { testText, testTotals } from "../../report/test-report.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { InputError } from "../../scenario/problem.ts";
import { testFiles } from "../../testing/test-scenarios.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { orShipped } from "../shipped-examples.ts";
import type { TestFlags } from "./test-flags.ts";

/**
 * Runs `jobsim test`.
 *
 * @returns the exit code
 */
export async function executeTest(
  paths: readonly string[],
  flags: TestFlags,
  environment: Environment,
): Promise<number> {
  const { stderr, interrupted } = environment;
  try {
    // A wrong flag is reported once, not for each file.
    const { seed, kubernetes, set, param } = flags;
    parseFlags({ seed, kubernetes, set, param });
    const searched = paths.length > 0 ? paths : (flags.manifests ?? []);
    if (searched.length === 0) {
      throw new InputError([{ file: "jobsim test", message: "name scenarios, or folders that hold them" }]);
    }
    for (;;) {
      const files = findTests(searched.map(orShipped));
      const results = await play(files, flags, environment);
      const code = report(results, files.length, flags, environment);
      if (flags.watch !== true) return code;
      stderr.write("waiting for a change; Ctrl-C ends\n");
      const watched = new Set([...files, ...results.flatMap(({ reads = [] }) => reads)]);
      if (!(await changeOf([...watched], interrupted))) return code;
    }
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

function play(files: readonly string[], flags: TestFlags, environment: Environment): Promise<readonly TestResult[]> {
  const { seed, kubernetes, set, param, filter, workers = defaultWorkers(), timing } = flags;
  const { interrupted: signal, breathe, wallMs } = environment;
  return testFiles(files, {
    ...{ workers, seed, kubernetes, set, param, filter },
    ...(timing === false ? {} : { wallMs }),
    ...{ signal, breathe },
  });
}

function report(results: readonly TestResult[], files: number, flags: TestFlags, environment: Environment): number {
  const { stdout, stderr } = environment;
  const tests = results.flatMap((result) => testsOf(result, flags.filter));
  stdout.write(printed(results, tests, flags, environment));
  if (results.length < files) {
    stderr.write(`interrupted after ${results.length} of ${files} tests\n`);
    return EXIT_INTERRUPTED;
  }
  if (tests.some(({ status }) => status === "invalid")) return EXIT_BAD_INPUT;
  if (tests.some(({ status }) => status === "failed")) return EXIT_JOB_FAILED;
  if (tests.some(({ status }) => status === "passed")) return EXIT_OK;
  const which = flags.filter === undefined ? "" : ` that fits --filter ${flags.filter}`;
  stderr.write(`no scenario here has expect${which}, so there is nothing to test\n`);
  return EXIT_BAD_INPUT;
}

function printed(
  results: readonly TestResult[],
  tests: readonly TestResult[],
  { output, filter, color, manifests }: TestFlags,
  { stdout, variables, readFile }: Environment,
): string {
  const untested = manifests === undefined ? undefined : untestedManifests(manifests, results, readFile);
  const coverage = untested === undefined ? {} : { untested };
  if (output === "json") return `${JSON.stringify(formatted("test", { tests, ...coverage }), undefined, 2)}\n`;
  if (output === "junit") {
    const files = results.map((result) => ({ ...result, tests: testsOf(result, filter) }));
    return testJunit(files.filter((file) => file.tests.length > 0));
  }
  const style = styleFor(color && stdout.isTerminal && !variables.noColor);
  const uncovered = (untested ?? []).map((file) => `no test plays ${file}`);
  if (output === "github") {
    const warnings = (untested ?? []).map((file) => `::warning file=${file}::no test plays this manifest`);
    return `${[...testAnnotations(tests), ...warnings, testTotals(tests, style)].join("\n")}\n`;
  }
  const lines = tests.flatMap((test) => testText(test, style));
  return `${[...lines, "", ...uncovered.map(style.warn), testTotals(tests, style)].join("\n")}\n`;
}

/** Interval between two checks of the files, milliseconds of real time. */
const LOOK_EVERY_MS = 300;

/**
 * Waits until one of the files is written or removed.
 *
 * @returns false if the signal came first
 */
async function changeOf(files: readonly string[], signal: AbortSignal): Promise<boolean> {
  const before = stampsOf(files);
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (stampsOf(files) !== before) return !signal.aborted;
  }
  return false;
}

function stampsOf(files: readonly string[]): string {
  return files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(" ");
}
