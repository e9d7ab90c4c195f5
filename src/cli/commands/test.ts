/** `jobsim test`: its flags and its help. What it does is in `../test`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { TEST_FORMATS, type TestFlags } from "../test/test-flags.ts";
import { collect, parseWorkers } from "./flag-values.ts";

const EXAMPLES = `
A scenario says under expect what must come of its Jobs:

  expect:
    - condition: Complete
      within: 20m
      retries: "<= 3"
    - never: { condition: FailureTarget }

Exit codes: 0 all expectations hold; 1 one is broken; 2 a file cannot be played, or there is nothing to test;
70 a bug in jobsim.

Examples:
  jobsim test scenarios
  jobsim test scenarios --output junit > report.xml
  jobsim test nightly.yaml --set spec.backoffLimit=2 --seed 7`;

/** Adds `jobsim test`. */
export function registerTest({ program, environment, exitWith }: CommandContext): void {
  program
    .command("test")
    .description("Plays every scenario that has expect, in parallel, and shows the first broken expectation of each.")
    .argument("<path...>", "scenario files, or folders that are searched for them")
    .option("--seed <text>", "the luck of all runs, in place of each scenario's own")
    .option("--kubernetes <release>", "the release to play, in place of each scenario's own")
    .option("--set <path=value>", "change a field of every Job, or a key of the scenario (repeatable)", collect)
    .option("--param <name=value>", "change a parameter of the scenarios (repeatable)", collect)
    .option("--workers <n>", "threads (default: one for each processor)", parseWorkers)
    .addOption(new Option("-o, --output <format>", "what is printed").choices(TEST_FORMATS).default("text"))
    .option("--no-color", "no colours; also where NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], flags: TestFlags) => {
      const { executeTest } = await import("../test/execute.ts");
      exitWith(await executeTest(paths, flags, environment));
    });
}
