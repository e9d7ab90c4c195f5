/** `jobsim report`: its flags and its help. What it does is in `../report`, and loads when it runs. */

import type { CommandContext } from "../command-context.ts";
import type { ReportFlags } from "../report/execute.ts";
import { addRunOptions } from "./run-options.ts";

const EXAMPLES = `
The page holds the whole run: pods as a Gantt chart, status counters, transitions with what each changed, and a slider
that shows the Job and its pods as kubectl would at any moment. It needs no network, works by keyboard, and follows
the colour scheme of the reader's system. The same run gives the same bytes.

For the replay file of a violation that jobsim check found, the page marks its faults and the violation. jobsim compare
--html writes two runs on one page.

Examples:
  jobsim report sim-scenarios/poison-index.yaml > run.html
  jobsim report job.yaml --run 5m --exit 0:80%,1:20% --seed 2 > run.html
  jobsim report jobsim-violation.json > violation.html
  jobsim compare job.yaml --set spec.parallelism=10 --html compared.html`;

/** Adds `jobsim report`. */
export function addReportCommand({ program, environment, exitWith }: CommandContext): void {
  addRunOptions(
    program
      .command("report")
      .description(
        "Plays Job manifests, or a scenario file, and writes one self-contained HTML page to standard output.",
      )
      .argument(
        "<file...>",
        "Job manifests (YAML or JSON), folders or patterns of them, a scenario, or a violation; - is standard input",
      ),
  )
    .optionsGroup("Output:")
    .option("--html <file>", "write the page to a file instead of standard output")
    .option("--title <text>", "title of the page; the name of the scenario if absent")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ReportFlags) => {
      const { executeReport } = await import("../report/execute.ts");
      exitWith(await executeReport(files, flags, environment));
    });
}
