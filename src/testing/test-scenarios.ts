/** Tests of scenario files: their expectations, and the invariant that a check saw violated in them. */

import { readFileSync } from "node:fs";

import { checkedFile, surroundings, type TestInput, type TestResult } from "../analysis/test-file.ts";
import { checkedFiles, type TestOptions } from "../analysis/test-files.ts";
import { parseFlags } from "../scenario/flags.ts";
import type { LoadedViolation } from "../scenario/found-violation.ts";
import { loadScenario } from "../scenario/load.ts";
import { formatProblem } from "../scenario/problem.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { simulate } from "../simulation/simulation.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Violation } from "./invariants/invariant.ts";
import { runTrial } from "./run-trial.ts";

/** A file that can hold a violation, itself or through what it includes. */
const MAY_HOLD = /(?:^|[{,])\s*["']?(?:violation|include)["']?\s*:/m;

/**
 * Plays a scenario file, and checks its expectations and the invariant of its violation.
 *
 * @example
 * const { status, broken } = testFile({ file: "sim-scenarios/flaky-pods.yaml" });
 */
export function testFile(input: TestInput): TestResult {
  return withViolation(checkedFile(input), input);
}

/**
 * Plays scenario files as tests.
 *
 * @returns a result for each file, in the order of the files; fewer if the signal stopped it
 * @example
 * const results = await testFiles(findTests(["docs/how-to/files"]), { workers: 4 });
 */
export async function testFiles(files: readonly string[], options: TestOptions): Promise<readonly TestResult[]> {
  const results = await checkedFiles(files, options);
  return results.map((result) => withViolation(result, { ...options, file: result.file }));
}

function withViolation(result: TestResult, { file, ...texts }: TestInput): TestResult {
  if (result.status === "invalid" || result.cases !== undefined) return result;
  const text = readFileSync(file, "utf8");
  if (!MAY_HOLD.test(text)) return result;
  // A part that others include need not be a whole scenario.
  if (result.status === "skipped" && !/^\s*["']?kind["']?\s*:\s*["']?Scenario/m.test(text)) return result;
  const { seed, kubernetes, set, param } = texts;
  const flags = parseFlags({ seed, kubernetes, set, param });
  const { name, plan, violation } = loadScenario({ text, file, readFile: (path) => readFileSync(path, "utf8"), flags });
  return violation === undefined ? result : judged({ ...result, name, seed: plan.seed }, plan, violation);
}

function judged(result: TestResult, plan: SimulationPlan, violation: LoadedViolation): TestResult {
  const { invariant: id, place, controllers = [] } = violation;
  if (controllers.length > 0) {
    const message = `was found with ${controllers.join(" and ")}: play it with jobsim replay --module`;
    const problems = [formatProblem({ ...place, path: "violation.controllers", message })];
    return { ...result, status: "invalid", problems };
  }
  const invariant = INVARIANTS.find((known) => known.id === id);
  if (invariant === undefined) {
    const message = "is not an invariant of jobsim: test the file with the program that has it";
    return {
      ...result,
      status: "invalid",
      problems: [formatProblem({ ...place, path: "violation.invariant", message })],
    };
  }
  const [found] = runTrial(plan, { invariants: [invariant] }).violations;
  const checked: TestResult = { ...result, checks: result.checks + 1 };
  if (found === undefined) return { ...checked, status: result.status === "failed" ? "failed" : "passed" };
  const broken = [...result.broken, { ...brokenBy(found), file: place.file, ...lineOf(place) }];
  // Broken expectations come first.
  const around = result.broken.length > 0 ? result.around : surroundings(simulate(plan), found.timeMs);
  return { ...checked, status: "failed", broken, around };
}

function brokenBy({ invariant, message, timeMs, job = "" }: Violation): { job: string; message: string; atMs: number } {
  const [namespace, name = ""] = job.split("/");
  return { job: namespace === "default" ? name : job, message: `${invariant}: ${message}`, atMs: timeMs };
}

function lineOf({ line, column }: LoadedViolation["place"]) {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
