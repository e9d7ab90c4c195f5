/** `jobsim test`: its flags and its help. What it does is in `../test`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { TEST_FORMATS, type TestFlags } from "../test/test-flags.ts";
import { collect, parseWorkers } from "./flag-values.ts";

const EXAMPLES = `
Under expect, a scenario says how its Jobs must end:

  expect:
    - condition: Complete
      within: 20m
      retries: "<= 3"
    - never: { condition: FailureTarget }
    - { seeds: 200, complete: ">= 99%", p95: "<= 2h" }      fails if the 95% interval is outside

and under cases how they end with other settings; each case is a separate test:

  cases:
    - { name: two retries, set: { spec.backoffLimit: 2 }, expect: { condition: Failed, pods: 3 } }

Exit codes: 0 all expectations hold; 1 one is broken; 2 a file cannot be played, or there is nothing to test;
70 a bug in jobsim.

Examples:
  jobsim test scenarios
  jobsim test scenarios --output junit > report.xml
  jobsim test scenarios --filter retries --watch
  jobsim test scenarios --manifests deploy -o github         annotations, and manifests that no test plays
  jobsim test nightly.yaml --set spec.backoffLimit=2 --seed 7`;

/** Adds `jobsim test`. */
export function registerTest({ program, environment, exitWith }: CommandContext): void {
  program
    .command("test")
    .description("Plays every scenario that has expect, in parallel, and shows the first broken expectation of each.")
    .argument("[path...]", "scenario files, or folders that are searched for them; those of --manifests if left out")
    .option("--seed <text>", "the seed of all runs, in place of each scenario's own")
    .option("--kubernetes <release>", "the release to play, in place of each scenario's own")
    .option("--set <path=value>", "change a field of every Job, or a key of the scenario (repeatable)", collect)
    .option("--param <name=value>", "change a parameter of the scenarios (repeatable)", collect)
    .option("--workers <n>", "threads (default: one for each processor)", parseWorkers)
    .option("--filter <text>", "only tests whose file or name contains this")
    .option("--manifests <path>", "say which manifests here no test plays (repeatable)", collect)
    .option("--watch", "play them again whenever a file changes, until Ctrl-C")
    .option("--no-timing", "leave out how long it took, so that the same tests print the same bytes")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(TEST_FORMATS).default("text"))
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], flags: TestFlags) => {
      const { executeTest } = await import("../test/execute.ts");
      exitWith(await executeTest(paths, flags, environment));
    });
}
