/** `jobsim check --exec`: external programs, over HTTP. */

import { optionsOfGoCheck } from "../../go/go-check.ts";
import { InputError } from "../../scenario/problem.ts";
import type { OwnOptions } from "../../testing/check.ts";
import { type Choice, choose } from "../../testing/choose.ts";
import { drawProcessTrouble } from "../../testing/generate/client-trouble.ts";
import { FEATURES } from "../../testing/generate/features.ts";
import { drawTrial } from "../../testing/generate/trial.ts";
import type { Violation } from "../../testing/invariants/invariant.ts";
import { randomSource } from "../../testing/source.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type OwnFlags, ownOptions } from "../own-check.ts";
import { tellFinding } from "./exec-finding.ts";
import { ExecError, type ExecRun, playExec } from "./exec-run.ts";

const EXIT_VIOLATED = 1;
/** A run takes a second or more of real time. */
const DEFAULT_RUNS = 20;

export interface ExecFlags extends OwnFlags {
  /** How the program is started, for the shell. */
  readonly exec: string;
  readonly runs?: number;
  readonly time?: number;
  readonly seed: number;
  readonly only: readonly string[];
  readonly strict?: true;
  readonly twice?: true;
  readonly out: string;
}

/** What was played, and what was found in it. */
interface Searched {
  readonly runs: number;
  readonly entries: number;
  readonly faults: number;
  readonly kills: number;
  readonly found?: { readonly seed: number; readonly run: ExecRun; readonly violation: Violation };
}

/**
 * Runs the check, one run after the other.
 *
 * @returns the exit code
 */
export async function executeExec(flags: ExecFlags, environment: Environment): Promise<number> {
  try {
    return await checkProcess(flags, await ownOfExec(flags), environment);
  } catch (error) {
    if (!(error instanceof ExecError)) return reportBadInput(error, environment);
    return reportBadInput(new InputError([{ file: flags.exec, message: error.message }]), environment);
  }
}

/** The invariants of Jobs, that programs keep running, and those of a file. */
async function ownOfExec({ go = [], module, twice, invariants }: ExecFlags): Promise<OwnOptions> {
  if (go.length > 0 || module !== undefined || twice === true) {
    const message =
      "cannot be combined with --module, --go or --twice: an external program runs alone, and a run cannot be repeated exactly";
    throw new InputError([{ file: "--exec", message }]);
  }
  return invariants === undefined ? optionsOfGoCheck({ programs: [] }) : ownOptions({ invariants });
}

async function checkProcess(flags: ExecFlags, own: OwnOptions, environment: Environment): Promise<number> {
  const { stdout, stderr, wallMs, interrupted } = environment;
  const choice = choose(flags.only, own);
  if ("problem" in choice) {
    stderr.write(`error: option '--only': ${choice.problem}\n`);
    return EXIT_BAD_INPUT;
  }
  const startedMs = wallMs();
  const searched = await search(flags, own, choice, environment);
  if (stderr.isTerminal) stderr.write("\r");
  stdout.write(`${summaryOf(flags, searched, wallMs() - startedMs).join("\n")}\n`);
  if (searched.found !== undefined) {
    await tellFinding(searched.found, choice.invariants, flags, environment);
    return EXIT_VIOLATED;
  }
  return interrupted.aborted ? EXIT_INTERRUPTED : EXIT_OK;
}

async function search(
  { exec: command, runs, time, seed: first, strict }: ExecFlags,
  { adapt = (drawn) => drawn }: OwnOptions,
  { invariants, features = FEATURES }: Choice,
  { stderr, wallMs, interrupted }: Environment,
): Promise<Searched> {
  const most = runs ?? (time === undefined ? DEFAULT_RUNS : Number.POSITIVE_INFINITY);
  const untilMs = time === undefined ? Number.POSITIVE_INFINITY : wallMs() + time * 1000;
  let done: Searched = { runs: 0, entries: 0, faults: 0, kills: 0 };
  while (done.runs < most && wallMs() < untilMs && !interrupted.aborted) {
    const seed = first + done.runs;
    const trial = adapt(drawTrial(randomSource(String(seed)), features));
    const trouble = drawProcessTrouble(randomSource(`process ${seed}`));
    const run = await playExec({ command, trial, trouble, invariants, wallMs });
    done = {
      runs: done.runs + 1,
      entries: done.entries + run.entries,
      faults: done.faults + trouble.faults.length,
      kills: done.kills + run.kills,
    };
    if (stderr.isTerminal) stderr.write(`\r${done.runs} runs`);
    const violation = run.violations.find(({ known }) => strict === true || known === undefined);
    if (violation !== undefined) return { ...done, found: { seed, run, violation } };
  }
  return done;
}

function summaryOf({ exec }: ExecFlags, { runs, entries, faults, kills, found }: Searched, wallMs: number): string[] {
  const verdict = found === undefined ? "no violation" : "a violation";
  return [
    `${runs} runs of ${exec}, ${entries} log entries, ${(wallMs / 1000).toFixed(1)} s: ${verdict}`,
    `from the seed: the world, its clock, ${faults} faults of the program's requests and watches, ${kills} kills`,
    "not from the seed: the program's clock, timers, threads and random numbers, and when its requests arrive;",
    "  another run with the same seed has the same world and faults, but may end differently",
  ];
}
