/** `jobsim lint`: its flags and its help. What it does is in `../lint`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { FAIL_ON, LINT_FORMATS, type LintFlags } from "../lint/lint-flags.ts";
import { collect } from "./flag-values.ts";

const EXAMPLES = `
Exit codes: 0 nothing as severe as --fail-on was found; 1 something was; 2 a file cannot be read;
70 a bug in jobsim. What each finding means, and how to switch one off: jobsim help lint-findings.

Examples:
  jobsim lint job.yaml
  jobsim lint manifests/*.yaml --fail-on error
  jobsim lint job.yaml --kubernetes 1.28..1.36      what applies to only some of these releases, and what changes
  jobsim lint job.yaml -o sarif > findings.sarif
  kubectl create job hello --image=busybox --dry-run=client -o yaml | jobsim lint -`;

/** Adds `jobsim lint`. */
export function addLintCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("lint")
    .description(
      "Reads Job manifests, or a scenario, and says what their limits, policies and deadlines really mean: how long until\nthe Job fails, what can hang it forever, which rules never match.",
    )
    .argument("<file...>", "Job manifests (YAML or JSON), scenarios, folders or patterns of them; - is standard input")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(LINT_FORMATS).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on").choices(FAIL_ON).default("danger"),
    )
    .option("--advice", "show advice in full, not as one line per file")
    .option("--config <file>", "settings for the project (default: .jobsim.yaml, if there is one)")
    .option("--baseline <file>", "leave out findings that are in this earlier -o json output")
    .option("--against <file>", "say what the API server would refuse as an update of the Jobs in this file")
    .option("--only <ids>", "look for these only, for example JS101,JS130 (repeatable)", collectIds)
    .option("--kubernetes <releases>", "the release to check against, or a range: 1.28, 1.28..1.36 (default: 1.36)")
    .option("--set <path=value>", "change a field of every Job; null removes it (repeatable)", collect)
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: LintFlags) => {
      const { executeLint } = await import("../lint/execute.ts");
      exitWith(await executeLint(files, flags, environment, program.version() ?? ""));
    });
}

function collectIds(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...text.split(",").map((id) => id.trim().toUpperCase())];
}
