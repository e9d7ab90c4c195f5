/** `jobsim replay`: plays a violation again, shows it, and writes its page. */

import { InputError } from "../../scenario/problem.ts";
import type { OwnOptions } from "../../testing/check.ts";
import type { Violation } from "../../testing/invariants/invariant.ts";
import { Pulse, withPulse } from "../../testing/pulse.ts";
import { OtherControllersError, type Replay, type ReplayResult, replayAsync } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type OwnFlags, ownOptions } from "../own-check.ts";
import { readText } from "../text-files.ts";
import { watchOwn } from "../watchdog/watch-own.ts";
import { writeOutput } from "../write-output.ts";
import { readReplay } from "./read-replay.ts";

/** The violation occurs again, in the same words at the same time. */
const EXIT_SAME = 1;
/** Something is violated, but not what the file says. */
const EXIT_OTHER = 3;

/** The flags of `jobsim replay` as the command line gives them. */
export interface ReplayFlags extends OwnFlags {
  readonly html?: string;
}

/**
 * Runs `jobsim replay`.
 *
 * @returns the exit code
 */
export async function executeReplay(file: string, flags: ReplayFlags, environment: Environment): Promise<number> {
  const { html } = flags;
  try {
    const recorded = readReplay(await readText(file, environment), environment);
    checkPrograms(file, recorded, flags);
    const watch = await watchOwn(flags, 1, "seed", environment);
    const pulse = watch === undefined ? undefined : new Pulse({ memory: watch.pulses, thread: 0 });
    const own = await ownOptions(flags);
    const options = { ...own, ...(pulse === undefined ? {} : { controllers: withPulse(own.controllers, pulse) }) };
    pulse?.play(recorded.seed ?? 0);
    const playing = html === undefined ? replayAsync(recorded, options) : writePage(html, recorded, options);
    const result = await playing.finally(() => watch?.end());
    return print(recorded, result, environment);
  } catch (error) {
    return reportBadInput(
      error instanceof OtherControllersError ? missingControllers(file, error) : error,
      environment,
    );
  }
}

/** A run without the program that broke it would show nothing. */
function checkPrograms(file: string, { programs = [] }: Replay, { go = [] }: ReplayFlags): void {
  if (go.length >= programs.length) return;
  const message = `was found with ${programs.join(" and ")}: give ${programs.length === 1 ? "it" : "them"} with --go`;
  throw new InputError([{ file, path: "violation.programs", message }]);
}

/** Nor would a run without the controller: "nothing is violated" would be said about another run. */
function missingControllers(file: string, { message }: OtherControllersError): InputError {
  const problem = `${message}: give the module that has them with --module`;
  return new InputError([{ file, path: "violation.controllers", message: problem }]);
}

async function writePage(file: string, recorded: Replay, options: OwnOptions): Promise<ReplayResult> {
  const { violationPageAsync } = await import("../../report/html/violation-page.ts");
  const { html, result } = await violationPageAsync(recorded, options);
  writeOutput(file, html);
  return result;
}

function print({ expected }: Replay, { verdict, violations, story }: ReplayResult, { stdout }: Environment): number {
  if (verdict === "none") {
    stdout.write(`nothing is violated; the file was written for ${expected.invariant}\n`);
    return EXIT_OK;
  }
  const told = verdict === "same" ? violations.filter(({ invariant }) => invariant === expected.invariant) : violations;
  stdout.write(`${story.join("\n")}\n\n`);
  for (const line of violationLines(told)) stdout.write(`${line}\n`);
  if (verdict === "same") return EXIT_SAME;
  stdout.write(`The file was written for ${expected.invariant}: ${expected.message}\n`);
  return EXIT_OTHER;
}

/** A line for each violation; one that repeats, such as on each retry, is reported once. */
function violationLines(violations: readonly Violation[]): string[] {
  const times = new Map<string, { readonly first: Violation; lastMs: number; more: number }>();
  for (const violation of violations) {
    const words = JSON.stringify([violation.invariant, violation.message]);
    const known = times.get(words);
    if (known === undefined) times.set(words, { first: violation, lastMs: violation.timeMs, more: 0 });
    else {
      known.lastMs = violation.timeMs;
      known.more++;
    }
  }
  return [...times.values()].map(({ first: { invariant, timeMs, message }, lastMs, more }) => {
    const again = more === 0 ? "" : ` (and ${more} more ${more === 1 ? "time" : "times"} until ${lastMs} ms)`;
    return `${invariant} at ${timeMs} ms: ${message}${again}`;
  });
}
