/** `jobsim run`: its flags and its help. What it does is in `../run`, and loads when it runs. */

import { InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { addGoOptions } from "../go/go-flags.ts";
import { OUTPUT_FORMATS, type RunFlags } from "../run/run-flags.ts";
import { addRunOptions } from "./run-options.ts";

const EXAMPLES = `
Times are 250ms, 90s, 1h30m, 2d or a number of seconds; or random: uniform:10s..40s, normal:mean=30s,sd=5s,
lognormal:median=30s,p95=2m, exponential:mean=30s, weibull:shape=2,scale=1m, empirical:p50=10s,p95=1m.

Without --until a run ends when nothing is left to happen, or after 7d of virtual time.

Exit codes: 0 the run was played, however its Jobs ended; 1 with --exit-status, a Job did not complete;
2 something is wrong with the input; 3 the run was cut short because it became too large; 70 a bug in jobsim.

Examples:
  jobsim run job.yaml
  jobsim run job.yaml nodes.yaml          on these nodes: kubectl get nodes -o yaml; quotas and classes too
  kubectl create job hello --image=busybox --dry-run=client -o yaml | jobsim run -
  jobsim run job.yaml --run lognormal:median=30s,p95=2m --exit 0:95%,1:5% --seed 7
  jobsim run job.yaml --set spec.backoffLimit=2 --set spec.template.spec.restartPolicy=OnFailure
  jobsim run sim-scenarios/poison-index.yaml --pods all --events
  jobsim run job.yaml -o json | jq .summary.totals
  jobsim run job.yaml --exit 1 --go keeper.wasm --until 1h           with your own controller in Go`;

/** Adds `jobsim run`. */
export function addRunCommand({ program, environment, exitWith }: CommandContext): void {
  const command = addRunOptions(
    program
      .command("run")
      .description(
        "Plays Job manifests, or a scenario file, and shows every status transition, what each pod did, and the end.",
      )
      .argument(
        "<file...>",
        "Job manifests (YAML or JSON), folders or patterns of them, or a scenario; - is standard input",
      ),
  );
  addGoOptions(command)
    .optionsGroup("Output:")
    .addOption(new Option("-o, --output <format>", "what is printed").choices(OUTPUT_FORMATS).default("text"))
    .option("-q, --quiet", "print one line for each Job or CronJob, or the totals of more than 20")
    .option("--job <name>", "show this Job only; more than 20 are shown as a fleet")
    .option("--pods <n|all>", "pods shown for each Job (default: 50)", parseLimit)
    .option(
      "--transitions <n|all>",
      "approximate length of the timeline in lines; longer ones are condensed (default: 100)",
      parseLimit,
    )
    .option("--events", "show Kubernetes Events in the timeline")
    .option("--explain", "show the rule of the Job controller behind each transition")
    .option("--no-timing", "leave out how long it took, so that the same run prints the same bytes")
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .option("--exit-status", "exit with 1 unless every Job completed")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: RunFlags) => {
      const { executeRun } = await import("../run/execute.ts");
      exitWith(await executeRun(files, flags, environment));
    });
}

function parseLimit(text: string): number | "all" {
  if (text === "all") return text;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number, or all.");
}
