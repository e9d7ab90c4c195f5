/** Reads and plays a run for a command: prints its warnings, and what to say if it is interrupted. */

import { refusals } from "../../analysis/refusals.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import { formatDuration } from "../../scenario/duration.ts";
import { type FlagTexts, parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import { skippedLine } from "../../scenario/skipped-objects.ts";
import type { SimulationOptions } from "../../simulation/simulation-options.ts";
import type { Environment } from "../environment.ts";
import { readOneInput } from "../one-input.ts";
import { TextFiles } from "../text-files.ts";
import { type Played, type PlayOptions, play } from "./play.ts";
import type { RunFlags } from "./run-flags.ts";

export interface PlayedInput extends Played {
  readonly loaded: LoadedScenario;
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
  const loaded = await readInput(files, flags, environment);
  for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
  const decisions: Decision[] = [];
  const onDecision = (decision: Decision) => decisions.push(decision);
  const options = { ...playing(loaded), ...(await controllersOf(flags)), podEvents: flags.events === true };
  const played = await play(loaded.plan, environment, explained ? { ...options, onDecision } : options);
  if (played.ending === "interrupted") {
    stderr.write(`interrupted at virtual time ${formatDuration(played.simulation.loop.nowMs)}\n`);
    return undefined;
  }
  return { ...played, loaded, decisions };
}

/**
 * Reads files, folders and patterns; several files as if they were created together.
 *
 * @throws InputError with everything that is wrong, including what the API server would refuse
 */
async function readInput(
  paths: readonly string[],
  flags: FlagTexts,
  environment: Environment,
): Promise<LoadedScenario> {
  const overrides = parseFlags(flags);
  if (paths.length === 0) {
    throw new InputError([{ file: "jobsim run", message: "name a file or folder, or - for standard input" }]);
  }
  const files = new TextFiles(environment);
  const { name, text, skipped } = await readOneInput(paths, files);
  const loaded = loadScenario({ text, file: name, readFile: files.readNow, flags: overrides });
  const refused = refusals(loaded.workloads, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return { ...loaded, skipped: [...skipped, ...loaded.skipped] };
}

/** Go programs run next to the controllers of Kubernetes. */
async function controllersOf(flags: RunFlags): Promise<Pick<SimulationOptions, "controllers">> {
  const { go = [], goArg = [], wasmExec } = flags;
  if (go.length === 0 && goArg.length === 0 && wasmExec === undefined) return {};
  const { ownOptions } = await import("../go/shared-check.ts");
  const { controllers } = await ownOptions(flags);
  return controllers === undefined ? {} : { controllers };
}

/** Lists in one line what was not part of the run. */
export function printSkipped({ skipped }: Pick<LoadedScenario, "skipped">, { stderr }: Environment): void {
  const line = skippedLine(skipped);
  if (line !== undefined) stderr.write(`${line}\n`);
}
