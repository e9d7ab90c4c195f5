/** `jobsim explore`: its flags and its help. What it does is in `../explore`, and loads when it runs. */

import { InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import type { ExploreFlags } from "../explore/flags.ts";
import { addGoOptions } from "../go/go-flags.ts";
import { PATIENCE, parseCount, parsePatience, parseWorkers } from "./flag-values.ts";
import { addManifestOptions } from "./manifest-options.ts";

const HELP = `
A schedule says which of several events at the same instant comes first, which watch deliveries are held or begin a lag, what
happens to each write (error, conflict, lost answer, effect after the timeout, death of the process before or after it, another
process that takes over unnoticed), whether the initial list of a process is stale, and which pods somebody deletes. In the usual
schedule none of that happens; the search plays all schedules that differ from it in up to that many choices. It does not continue
from a state that it has seen before: states are distinguished by the stored objects, by what each process has seen, and by what
is pending.

Exit codes: 0 everything was played, and nothing found; 1 an invariant was violated; 3 not everything was played (--time);
2 the command line is wrong.

Examples:
  jobsim explore                                       1 Job of 2 pods, up to 2 deviations
  jobsim explore --failing 1 --deviations 3 --state search.json --time 600
                                                       ten minutes of a long search; the same again goes on
  jobsim explore --deviations 3 --shard 1/4            a quarter of it
  jobsim explore --deviations 3 --emit-manifest 50 | kubectl apply -f -
                                                       on a cluster (jobsim help sweep-on-kubernetes)
  jobsim explore --module queue.mjs --deviations 1     your own controller, in the world that its module exports
  jobsim explore --go keeper.wasm --invariants k.mjs   a controller in Go, in the world that its module exports`;

/** Adds `jobsim explore`. */
export function registerExplore({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("explore")
    .description("Plays every schedule of a small world, up to a number of deviations from what usually happens.")
    .option("--jobs <n>", "Jobs, half a second apart", parseCount, 1)
    .option("--pods <n>", "pods of each Job", parseCount, 2)
    .option("--failing <n>", "how many of the first pods of each Job fail", wholeNumber, 0)
    .option("--non-indexed", "Jobs that are not Indexed")
    .option("--deviations <n>", "deviations from the usual schedule at most", wholeNumber, 2)
    .option("--only <kinds>", "what deviates, with commas: order, delivery, write, start, pod", kinds)
    .option("--strict", "count defects that Kubernetes has as well")
    .option("--verbose", "name every invariant that was never armed")
    .option(
      "--workers <n>",
      "threads that share the search (default: one for each processor, at most 16)",
      parseWorkers,
    )
    .option("--shard <i/n>", "one of n shares of the search, from 1", shard)
    .option("--state <file>", "save the progress of the search, and continue from there")
    .option("--time <seconds>", "stop after this much real time, once what has begun is done", parseCount)
    .option("--module <file>", "a module with controllers, invariants and a world (jobsim help testing-controllers)")
    .option("--invariants <file>", "a module with your own invariants and world (jobsim help go-controllers)")
    .option("--patience <seconds>", PATIENCE, parsePatience)
    .addOption(
      new Option("-o, --output <format>", "how the result is printed").choices(["text", "json"]).default("text"),
    )
    .option("--out <file>", "where to write the replay file of a violation", "jobsim-violation.json");
  addManifestOptions(command);
  addGoOptions(command)
    .addHelpText("after", HELP)
    .action(async (flags: ExploreFlags) => {
      const { executeExplore } = await import("../explore/execute.ts");
      exitWith(await executeExplore(flags, environment));
    });
}

function wholeNumber(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

function kinds(text: string): readonly string[] {
  const named = text.split(",").map((name) => name.trim());
  if (named.every((name) => ["order", "delivery", "write", "start", "pod"].includes(name))) return named;
  throw new InvalidArgumentError("Known are order, delivery, write, start and pod.");
}

function shard(text: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index: index - 1, of };
  throw new InvalidArgumentError("Write a share and how many there are, such as 1/4.");
}
