/** `jobsim report`: its flags and its help. What it does is in `../report`, and loads when it runs. */

import type { CommandContext } from "../program.ts";
import type { ReportFlags } from "../report/execute.ts";

const EXAMPLES = `
The page holds the whole run: pods as a Gantt chart, status counters, transitions with what each changed, and a slider
that shows the Job and its pods as kubectl would at any moment. It needs no network, works by keyboard, and follows
the colour scheme of the reader's system. The same run gives the same bytes.

Examples:
  jobsim report sim-scenarios/poison-index.yaml > run.html
  jobsim report job.yaml --run 5m --exit 0:80%,1:20% --seed 2 > run.html`;

/** Adds `jobsim report`. */
export function addReportCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("report")
    .summary("write a run as an HTML page to travel through")
    .description("Plays Job manifests, or a scenario file, and writes one self-contained HTML page to standard output.")
    .argument("<file...>", "Job manifests (YAML or JSON, several documents, a List) or a scenario; - is standard input")
    .optionsGroup("Pods (with a scenario: instead of its pods.default):")
    .option("--run <time>", "how long pods run, or forever (default: 10s)")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5% (default: 0)")
    .option("--start <time>", "from being scheduled to running, or never (default: 1s)")
    .option("--ready <time>", "from running to ready, or never (default: 0s)")
    .option("--schedule <time>", "from creation to being scheduled, or never (default: 0s)")
    .optionsGroup("Run:")
    .option("--seed <text>", "the luck of the run: the same seed gives the same run")
    .option("--kubernetes <release>", "the release to play, 1.25 to 1.36 (default: 1.36)")
    .option("--set <path=value>", "change a field of every Job; null removes it (repeatable)", collect)
    .option("--until <time>", "stop at this virtual time")
    .optionsGroup("Output:")
    .option("--title <text>", "title of the page; the name of the scenario where absent")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ReportFlags) => {
      const { executeReport } = await import("../report/execute.ts");
      exitWith(await executeReport(files, flags, environment));
    });
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
