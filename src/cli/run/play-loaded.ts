/** Reads and plays a run for a command: prints its warnings, and what to say if it is interrupted. */

import type { Decision } from "../../controller/job/decisions.ts";
import { formatDuration } from "../../scenario/duration.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import { formatProblem, InputError, type Problem } from "../../scenario/problem.ts";
import { skippedLine } from "../../scenario/skipped-objects.ts";
import type { SimulationOptions } from "../../simulation/simulation-options.ts";
import type { Environment } from "../environment.ts";
import { reportBadInput } from "../input-error.ts";
import { loadInput } from "./load-input.ts";
import { type Played, type PlayOptions, play } from "./play.ts";
import type { RunFlags } from "./run-flags.ts";

export interface PlayedInput extends Played {
  readonly loaded: LoadedScenario;
  /** What is wrong with files that were left out. */
  readonly leftOut: readonly Problem[];
  /** Of the Job controller, in order; empty if nobody asks why. */
  readonly decisions: readonly Decision[];
}

/** What a command needs from a run in addition to its log. */
export interface Wanted {
  /** The decisions of the Job controller. */
  readonly explained: boolean;
  /** How it is to be played. */
  readonly playing?: (loaded: LoadedScenario) => PlayOptions;
}

/**
 * Reads files and plays what is in them.
 *
 * @param files paths, folders or patterns; - is standard input
 * @returns the run, or nothing if it was interrupted
 * @throws InputError with everything that is wrong
 */
export async function playLoaded(
  files: readonly string[],
  flags: RunFlags,
  environment: Environment,
  { explained, playing = () => ({}) }: Wanted,
): Promise<PlayedInput | undefined> {
  const { stderr } = environment;
  const { loaded, leftOut } = await loadInput(files, flags, environment);
  for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
  const decisions: Decision[] = [];
  const onDecision = (decision: Decision) => decisions.push(decision);
  const options = { ...playing(loaded), ...(await controllersOf(flags)), podEvents: flags.events === true };
  const played = await play(loaded.plan, environment, explained ? { ...options, onDecision } : options);
  if (played.ending === "interrupted") {
    stderr.write(`interrupted at virtual time ${formatDuration(played.simulation.loop.nowMs)}\n`);
    return undefined;
  }
  return { ...played, loaded, leftOut, decisions };
}

/** Go programs run next to the controllers of Kubernetes. */
async function controllersOf(flags: RunFlags): Promise<Pick<SimulationOptions, "controllers">> {
  const { go = [], goArg = [], wasmExec } = flags;
  if (go.length === 0 && goArg.length === 0 && wasmExec === undefined) return {};
  const { ownOptions } = await import("../go/shared-check.ts");
  const { controllers } = await ownOptions(flags);
  return controllers === undefined ? {} : { controllers };
}

/** Lists in one line what was skipped. */
export function printSkipped({ skipped }: Pick<LoadedScenario, "skipped">, { stderr }: Environment): void {
  const line = skippedLine(skipped);
  if (line !== undefined) stderr.write(`${line}\n`);
}

/**
 * Lists what was not part of the run: what was skipped in one line, and what is wrong with files that were left out.
 *
 * @returns whether files were left out
 */
export function printMissing({ loaded, leftOut }: PlayedInput, environment: Environment): boolean {
  const { stderr } = environment;
  printSkipped(loaded, environment);
  if (leftOut.length === 0) return false;
  const files = new Set(leftOut.map(({ file }) => file)).size;
  if (environment.jsonErrors !== true)
    stderr.write(`left out, as ${files === 1 ? "a file" : `${files} files`} cannot be played:\n`);
  reportBadInput(new InputError(leftOut), environment);
  return true;
}
