/** `jobsim import`: its flags and its help. What it does is in `../import`, and loads when it runs. */

import { Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import type { ImportFlags } from "../import/execute.ts";

const FORMATS = ["scenario", "distance", "json"];

const EXAMPLES = `
Several files are snapshots of one cluster at different times: the more there are, the more is known about pods that were
deleted and about changes by users. The output of kubectl get -w -o json and watch events can be read, too. Objects have
times in whole seconds, so a replay can be off by a second.

Values of environment variables and annotations are never written. --scrub also replaces names of Jobs, containers and
images, and leaves out commands, volumes and labels.

Examples:
  kubectl get jobs,pods,events -o json > cluster.json
  jobsim import cluster.json > recorded.yaml && jobsim run recorded.yaml
  jobsim import cluster.json -o distance        how close the replay is, transition by transition
  jobsim import cluster.json --drawn --scrub    the same behaviour as distributions, to share with others`;

/** Adds `jobsim import`. */
export function addImportCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("import")
    .description(
      "Reads Jobs, pods and Events as kubectl prints them (-o json) and writes a scenario that replays them with the same run\ntimes, exit codes and start delays.",
    )
    .argument(
      "<file...>",
      "JSON or YAML: lists, single objects, one after the other, or watch events; - is standard input",
    )
    .addOption(
      new Option("-o, --output <format>", "the scenario, or how far its replay differs from the recording")
        .choices(FORMATS)
        .default("scenario"),
    )
    .option("--name <text>", "name of the scenario", "imported")
    .option("--scrub", "remove names, images, commands and labels")
    .option("--drawn", "draw what each pod does from the observed distribution, instead of repeating it pod by pod")
    .option("--no-color", "no colours; also if NO_COLOR is set, or the output is not a terminal")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ImportFlags) => {
      const { executeImport } = await import("../import/execute.ts");
      exitWith(await executeImport(files, flags, environment));
    });
}
