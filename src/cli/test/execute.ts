/** `jobsim test`: finds, plays, prints. */

import { defaultWorkers } from "../../analysis/parallel/pool.ts";
import { findTests } from "../../analysis/test-files.ts";
import { styleFor } from "../../report/style.ts";
import { testJunit, testText, testTotals } from "../../report/test-report.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { testFiles } from "../../testing/test-scenarios.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
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
  const { stdout, stderr, interrupted, breathe, variables } = environment;
  const { seed, kubernetes, set, param, workers = defaultWorkers(), output } = flags;
  const style = styleFor(flags.color && stdout.isTerminal && !variables.noColor);
  try {
    // A flag that is wrong is told once, and not for each file.
    parseFlags({ seed, kubernetes, set, param });
    const files = findTests(paths);
    const results = await testFiles(files, {
      ...{ workers, seed, kubernetes, set, param },
      ...{ signal: interrupted, breathe },
    });
    if (output === "json") stdout.write(`${JSON.stringify({ tests: results }, undefined, 2)}\n`);
    else if (output === "junit") stdout.write(testJunit(results));
    else {
      const lines = results.flatMap((result) => testText(result, style));
      stdout.write(`${[...lines, "", testTotals(results, style)].join("\n")}\n`);
    }
    if (results.length < files.length) {
      stderr.write(`interrupted after ${results.length} of ${files.length} tests\n`);
      return EXIT_INTERRUPTED;
    }
    if (results.some(({ status }) => status === "invalid")) return EXIT_BAD_INPUT;
    if (results.some(({ status }) => status === "failed")) return EXIT_JOB_FAILED;
    if (results.some(({ status }) => status === "passed")) return EXIT_OK;
    stderr.write("no scenario here has expect, so there is nothing to test\n");
    return EXIT_BAD_INPUT;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}
