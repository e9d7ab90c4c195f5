/** `jobsim check`: its flags, its help, and what it prints. */

import { writeFileSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import { shellQuote } from "../../analysis/shell-quote.ts";
import type { CheckResult } from "../../testing/check.ts";
import type { Failure } from "../../testing/failure.ts";
import type { Invariant } from "../../testing/invariants/invariant.ts";
import type { OwnCheck } from "../../testing/parallel-check.ts";
import { coverageJson, coverageLines } from "../check-coverage.ts";
import type { CommandContext } from "../command-context.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { addGoOptions } from "../go/go-flags.ts";
import { reportBadInput } from "../input-error.ts";
import type { OwnFlags } from "../own-check.ts";
import { PATIENCE, parsePatience, parseWorkers } from "./flag-values.ts";
import { addManifestOptions, type ManifestFlags } from "./manifest-options.ts";

/** Exit codes by kind of failure. */
const EXIT_UNSAFE = 1;
const EXIT_NOT_LIVE = 3;
const EXIT_NOT_DETERMINISTIC = 4;

const DEFAULT_RUNS = 10_000;
/**
 * Runs that one worker must have to play, at least: for the first thousand or two most of the time goes into compiling,
 * which each worker does for itself. Runs with controllers of others take longer, and pay sooner.
 */
const RUNS_PER_WORKER = 2_500;
const REPLAY_FILE = "jobsim-violation.json";

const HELP = `
Each run draws which features of Jobs and which faults are on, and how strong (swarm testing). First users and faults
are active, and no invariant may be violated; then all of them stop, and every Job must settle.

Exit codes: 0 nothing found; 1 an invariant was violated; 3 something did not settle in the end, a run never came to rest,
or a situation that must occur (sometimes) never did; 4 two runs of one seed differ (--twice); 2 the command line is wrong,
or a workload gives what is no plan;
70 an exception during a run, or of a workload.

Examples:
  jobsim check                                     ten thousand random scenarios
  jobsim check --time 60 --workers 8               as many as eight workers manage in a minute
  jobsim check --seed 1234 --runs 1                the run with that seed again
  jobsim check --only counted-once,crashes,latency one invariant, under crashes and slow calls only
  jobsim check -o json                             everything: what was armed, which faults and rules had an effect
  jobsim check --module queue.mjs --runs 1000      your own controller, in its own world
  jobsim check --go keeper.wasm --invariants k.mjs a controller in Go, with your own invariants
  jobsim check --runs 1000000 --emit-manifest 100 | kubectl apply -f -
                                                   on a cluster (jobsim help sweep-on-kubernetes)
  jobsim check --exec ./controller --invariants k.mjs
                                                   any program, over HTTP; its runs cannot be repeated exactly
  jobsim replay ${REPLAY_FILE}            the violation again, as a file to keep`;

interface CheckFlags extends OwnFlags, ManifestFlags {
  readonly exec?: string;
  readonly runs?: number;
  readonly time?: number;
  readonly seed: number;
  readonly workers?: number;
  readonly only: readonly string[];
  readonly twice?: true;
  readonly strict?: true;
  readonly verbose?: true;
  readonly out: string;
  readonly output: "text" | "json";
}

/** Adds `jobsim check`. */
export function registerCheck({ program, environment, exitWith }: CommandContext): void {
  const command = program
    .command("check")
    .description(
      "Plays random scenarios and fault plans, checks invariants after each change, and shrinks and reports what it finds.",
    )
    .option("--runs <n>", `how many scenarios (default: ${DEFAULT_RUNS}, or as many as fit in --time)`, wholeNumber)
    .option("--time <seconds>", "stop after this much real time", wholeNumber)
    .option("--seed <n>", "seed of the first run; run n has seed + n", wholeNumber, 1)
    .option("--workers <n>", "threads that share the runs (default: one for each processor, at most 16)", parseWorkers)
    .option("--only <names>", "invariants to check and features to draw, comma-separated", names, [])
    .option("--twice", "play each scenario twice, and compare the two commit by commit")
    .option("--strict", "count defects that Kubernetes has as well")
    .option("--verbose", "name every invariant that was never armed")
    .option("--module <file>", "a module with controllers, invariants and a workload (jobsim help testing-controllers)")
    .option("--invariants <file>", "a module with invariants of your own (jobsim help go-controllers)")
    .option("--patience <seconds>", PATIENCE, parsePatience)
    .option("--exec <command>", "any program, in a process of its own: KUBECONFIG names its API server (20 runs)")
    .addOption(
      new Option("-o, --output <format>", "how the result is printed").choices(["text", "json"]).default("text"),
    )
    .option("--out <file>", "where the replay file of a violation goes", REPLAY_FILE);
  addManifestOptions(command);
  addGoOptions(command)
    .addHelpText("after", HELP)
    .action(async (flags: CheckFlags) => {
      exitWith(await executeCheck(flags, environment));
    });
}

async function executeCheck(flags: CheckFlags, environment: Environment): Promise<number> {
  const { exec } = flags;
  if (exec !== undefined && flags.emitManifest === undefined)
    return (await import("../exec/execute-exec.ts")).executeExec({ ...flags, exec }, environment);
  let own: OwnCheck | undefined;
  try {
    const { ownCheck } = await import("../own-check.ts");
    own = await ownCheck(flags);
  } catch (error) {
    return reportBadInput(error, environment);
  }
  const { choose } = await import("../../testing/choose.ts");
  const choice = choose(flags.only, own?.options);
  if ("problem" in choice) {
    environment.stderr.write(`error: option '--only': ${choice.problem}\n`);
    return EXIT_BAD_INPUT;
  }
  if (flags.emitManifest !== undefined) return printManifest(flags, flags.emitManifest, environment);
  const { startSharedCheck } = await import("../../testing/parallel-check.ts");
  const { stderr, interrupted } = environment;
  const startedMs = environment.wallMs();
  const runs = flags.runs ?? (flags.time === undefined ? DEFAULT_RUNS : Number.MAX_SAFE_INTEGER);
  const { defaultCheckWorkers } = await import("../../analysis/parallel/pool.ts");
  const { seed, only, workers = defaultCheckWorkers(), time } = flags;
  const countsRules = flags.output === "json";
  const strict = flags.strict === true ? { strict: true as const } : {};
  const task = { seed, runs, only, twice: flags.twice === true, maxFailures: 1, ...strict, countsRules };
  const { watchOwn } = await import("../watchdog/watch-own.ts");
  const threads = own === undefined ? workersFor(runs, workers) : Math.min(workers, runs);
  const watch = await watchOwn(flags, threads + 1, "seed", environment);
  const running = startSharedCheck({
    task,
    workers: threads,
    own,
    pulses: watch?.pulses,
    onProgress: (done) => {
      if (stderr.isTerminal) stderr.write(`\r${done} runs`);
    },
  });
  const timer = time === undefined ? undefined : setTimeout(running.stop, time * 1000);
  interrupted.addEventListener("abort", running.stop);
  const result = await running.result.finally(() => watch?.end());
  clearTimeout(timer);
  if (stderr.isTerminal) stderr.write("\r");
  if (flags.output === "json") {
    environment.stdout.write(`${JSON.stringify(coverageJson(result, choice.invariants), null, 2)}\n`);
    return await exitCodeOf(result, choice.invariants, flags, environment);
  }
  const lines = coverageLines(result, choice.invariants, { isVerbose: flags.verbose === true });
  printSummary(result, lines, environment.wallMs() - startedMs, environment);
  const [failure] = result.failures;
  if (failure !== undefined) return reportFailure(failure, own?.options.invariants, flags, environment);
  return interrupted.aborted ? EXIT_INTERRUPTED : EXIT_OK;
}

async function printManifest(flags: CheckFlags, shards: number, environment: Environment): Promise<number> {
  const { checkManifest } = await import("../shards/check-manifest.ts");
  try {
    environment.stdout.write(checkManifest(flags, shards, flags.runs ?? DEFAULT_RUNS));
    return EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

/** As JSON the failure is in it; its file is written all the same. */
async function exitCodeOf(
  result: CheckResult,
  invariants: readonly Invariant[],
  flags: CheckFlags,
  environment: Environment,
): Promise<number> {
  const [failure] = result.failures;
  if (failure === undefined) return environment.interrupted.aborted ? EXIT_INTERRUPTED : EXIT_OK;
  if (hasRun(failure)) {
    const { programsOf } = await import("../own-words.ts");
    const { formatReplay } = await import("../../testing/replay.ts");
    writeFileSync(flags.out, formatReplay(failure, programsOf(flags)));
  }
  return exitOf(
    failure,
    invariants.find(({ id }) => id === failure.violation.invariant),
  );
}

function printSummary(result: CheckResult, coverage: readonly string[], wallMs: number, { stdout }: Environment): void {
  const { runs, entries, known, failures } = result;
  const speed = wallMs > 0 ? `, ${Math.round(runs / (wallMs / 1000))} runs/s` : "";
  const found = failures.some(({ kind }) => kind !== "never") ? "a violation" : "no violation";
  stdout.write(`${runs} runs, ${entries} log entries, ${(wallMs / 1000).toFixed(1)} s${speed}: ${found}\n`);
  const told = [...known].map(([id, count]) => `${id} (${count})`);
  if (told.length > 0) stdout.write(`defects that Kubernetes has as well: ${told.join(", ")}\n`);
  stdout.write(`${coverage.join("\n")}\n`);
}

async function reportFailure(
  failure: Failure,
  own: readonly Invariant[] | undefined,
  flags: CheckFlags,
  { stdout, stderr }: Environment,
): Promise<number> {
  const { INVARIANTS } = await import("../../testing/invariants/index.ts");
  const { countEvents } = await import("../../testing/shrink/shrink.ts");
  const { formatReplay } = await import("../../testing/replay.ts");
  const { ownWords, programsOf } = await import("../own-words.ts");
  const { violation, seed, shrunk, story, kind } = failure;
  if (!hasRun(failure)) {
    stdout.write(`\n${kind === "never" ? `${violation.invariant}: ${violation.message}` : story.join("\n")}\n`);
    return exitOf(failure, undefined);
  }
  const { COMES_TO_REST } = await import("../../testing/restless/comes-to-rest.ts");
  const invariant = (own ?? INVARIANTS).find(({ id }) => id === violation.invariant);
  const told = kind === "restless" ? COMES_TO_REST : invariant;
  const lines = [
    "",
    `${violation.invariant} is violated at ${violation.timeMs} ms${violation.job === undefined ? "" : ` by job ${violation.job}`}:`,
    `  ${violation.message}`,
    ...(told === undefined ? [] : [`  It must hold: ${told.sentence} (${told.source})`]),
    "",
    ...story,
    "",
    `Found with seed ${seed}; shrunk to ${countEvents(shrunk)} events.`,
  ];
  stdout.write(`${lines.join("\n")}\n`);
  try {
    writeFileSync(flags.out, formatReplay(failure, programsOf(flags)));
    stdout.write(`See it again with: jobsim replay ${[flags.out, ...ownWords(flags)].map(shellQuote).join(" ")}\n`);
  } catch (error) {
    stderr.write(`cannot write ${flags.out}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return exitOf(failure, invariant);
}

/** Whether there is a run that shows the failure. */
function hasRun({ kind }: Failure): boolean {
  return kind !== "never" && kind !== "undrawn" && kind !== "unplayable";
}

function exitOf({ kind }: Failure, invariant: Invariant | undefined): number {
  if (kind === "unplayable") return EXIT_BAD_INPUT;
  if (kind === "exception" || kind === "undrawn") return EXIT_INTERNAL;
  if (kind === "nondeterminism") return EXIT_NOT_DETERMINISTIC;
  return kind === "never" || kind === "restless" || invariant?.liveness === true ? EXIT_NOT_LIVE : EXIT_UNSAFE;
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

function names(text: string, earlier: readonly string[]): readonly string[] {
  return [
    ...earlier,
    ...text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ];
}

function workersFor(runs: number, asked: number): number {
  return Math.max(1, Math.min(asked, Math.floor(runs / RUNS_PER_WORKER)));
}
