/** `jobsim upgrade`: its flags and its help. What it does is in `../upgrade`, and loads when it runs. */

import { InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { UPGRADE_FORMATS, type UpgradeFlags } from "../upgrade/upgrade-flags.ts";
import { collect } from "./flag-values.ts";

const MOST_SEEDS = 100_000;

const EXAMPLES = `
Releases are 1.25 to 1.36, each as a late patch release, and 1.36.0 to 1.36.2. What differs between them:
jobsim help releases.

Exit codes: 0 the releases were compared; 2 something is wrong with the input; 70 a bug in jobsim.

Examples:
  jobsim upgrade job.yaml --from 1.28
  jobsim upgrade manifests --from 1.30               which of many manifests will notice, and what
  jobsim upgrade job.yaml --from 1.28 --to 1.36 --exit 0:90%,1:10%
  jobsim upgrade sim-scenarios/flaky-pods.yaml --from 1.25 --each
  jobsim upgrade job.yaml --from 1.30 --to 1.31 --html upgrade.html`;

/** Adds `jobsim upgrade`. */
export function registerUpgrade({ program, environment, exitWith }: CommandContext): void {
  program
    .command("upgrade")
    .description(
      "Plays a Job or scenario in two releases of Kubernetes with the same seed, and shows the first difference, what causes\nit, and how the numbers change over many seeds.",
    )
    .argument("<file...>", "Job manifests (YAML or JSON), scenarios, folders or patterns of them; - is standard input")
    .requiredOption("--from <release>", "the release to upgrade from")
    .option("--to <release>", "the release to upgrade to", "1.36")
    .option("--each", "one column of numbers for each release in between")
    .option("--seeds <n>", "runs of each release for the numbers", parseSeeds, 20)
    .optionsGroup("Pods (unless a scenario says otherwise):")
    .option("--run <time>", "how long pods run, or forever (default: 10s)")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5% (default: 0)")
    .option("--container <name.key=value>", "one container: proxy.run=forever, main.oomAt=2m (repeatable)", collect)
    .option("--start <time>", "from being scheduled to running, or never (default: 1s)")
    .option("--ready <time>", "from running to ready, or never (default: 0s)")
    .option("--schedule <time>", "from creation to being scheduled, or never (default: 0s)")
    .optionsGroup("Run:")
    .option("--seed <text>", "the seed of the run that is compared step by step")
    .option("--set <path=value>", "change a field of every Job, or a key of the scenario (repeatable)", collect)
    .option("--param <name=value>", "change a parameter of the scenario (repeatable)", collect)
    .option("--until <time>", "stop at this virtual time")
    .option("--for <time>", "the same as --until, for schedules: 30d")
    .option("--start-time <time>", "the date and time that runs begin at, such as 2026-10-24T00:00Z")
    .optionsGroup("Output:")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(UPGRADE_FORMATS).default("text"))
    .option("--all", "show unchanged manifests in full, and what is only stored or shown differently")
    .option("--html <file>", "write a self-contained page")
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: UpgradeFlags) => {
      const { executeUpgrade } = await import("../upgrade/execute.ts");
      exitWith(await executeUpgrade(files, flags, environment));
    });
}

function parseSeeds(text: string): number {
  const seeds = Number(text);
  if (Number.isInteger(seeds) && seeds >= 1 && seeds <= MOST_SEEDS) return seeds;
  throw new InvalidArgumentError(`Write a number from 1 to ${MOST_SEEDS}.`);
}
