/** Violations as files: a scenario with its faults and its seed, and what a check found in it, to be played again. */

import { equalJson, type JsonObject } from "../api/json.ts";
import { type FoundViolation, writeViolation } from "../scenario/found-violation.ts";
import { type LoadedScenario, loadScenario } from "../scenario/load.ts";
import { InputError, type Problem } from "../scenario/problem.ts";
import { writeScenario } from "../scenario/write/write-scenario.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { type CheckOptions, tryTrial } from "./check.ts";
import type { Failure } from "./failure.ts";
import type { Violation } from "./invariants/invariant.ts";
import { type Playing, playAsync, playNow } from "./playing.ts";
import { untilSettled } from "./settle.ts";
import { tellFailure } from "./tell-failure.ts";

/** The contents of a file that a check wrote. */
export interface Replay {
  /** The run that violates the invariant. */
  readonly trial: SimulationPlan;
  /** What the run showed when the file was written. */
  readonly expected: Pick<FoundViolation, "invariant" | "message" | "timeMs">;
  /** Seed of the run of a check that found it. */
  readonly seed: number | undefined;
  /** Programs that took part in addition to the controllers of Kubernetes, with their arguments. */
  readonly programs?: readonly string[];
  /** Names of the controllers that took part in addition to those of Kubernetes. */
  readonly controllers?: readonly string[];
}

/** A replay was found with controllers that are not present to play it. */
export class OtherControllersError extends Error {
  override readonly name = "OtherControllersError";

  constructor(found: readonly string[], given: readonly string[]) {
    const others = given.length === 0 ? "the controllers of Kubernetes alone" : given.join(" and ");
    super(`was found with ${found.join(" and ")}, and would be played with ${others}`);
  }
}

/** The result of a replay. */
export interface ReplayResult {
  /**
   * `same`: the same violation at the same time; `other`: the invariant is violated in another way, or another one is.
   */
  readonly verdict: "same" | "other" | "none";
  readonly violations: readonly Violation[];
  readonly story: readonly string[];
}

/** What a file says about a failure; one found by an exploration has no seed. */
export interface ToldFailure extends Pick<Failure, "violation" | "shrunk" | "controllers"> {
  readonly seed?: number;
}

/**
 * The violation as a scenario, which every command takes: its plan, and what was found.
 *
 * @param programs that took part, as a reader would name them
 */
export function scenarioOf(failure: ToldFailure, programs: readonly string[] = []): JsonObject {
  const { violation: found, shrunk, seed, controllers } = failure;
  const { apiVersion, kind, ...plan } = writeScenario(untilSettled(shrunk));
  const { invariant, message, timeMs } = found;
  return {
    apiVersion,
    kind,
    metadata: { name: `${invariant}-${seed ?? "schedule"}`, description: `${invariant} is violated: ${message}` },
    violation: writeViolation({
      ...{ invariant, message, timeMs },
      ...(seed === undefined ? {} : { seed }),
      ...(programs.length === 0 ? {} : { programs }),
      ...(controllers.length === 0 ? {} : { controllers }),
    }),
    ...plan,
  };
}

/**
 * The text of the file of a violation: a scenario, as JSON.
 *
 * @param programs that took part, as a reader would name them
 */
export function formatReplay(failure: ToldFailure, programs: readonly string[] = []): string {
  return `${JSON.stringify(scenarioOf(failure, programs), null, 2)}\n`;
}

/**
 * Reads the file of a violation.
 *
 * @returns the replay, or what is wrong with the file
 */
export function parseReplay(text: string): Replay | { readonly problems: readonly string[] } {
  try {
    return replayOf(loadScenario({ text, file: "", readFile: noOtherFile }), "");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: error.problems.map(({ file: _file, ...problem }) => placed(problem)) };
  }
}

/**
 * The replay of a scenario that was loaded.
 *
 * @param file its name in messages
 * @throws InputError if no check has written what was found
 */
export function replayOf({ plan, violation }: LoadedScenario, file: string): Replay {
  if (violation === undefined) {
    const message = "has no violation to look for; jobsim check writes it, and jobsim run plays any scenario";
    throw new InputError([{ file, message }]);
  }
  const { invariant, message, timeMs, seed, programs = [], controllers = [] } = violation;
  return { trial: plan, expected: { invariant, message, timeMs }, seed, programs, controllers };
}

function noOtherFile(name: string): never {
  throw new Error(`the file of a violation stands alone, without ${name}`);
}

function placed({ line, column, path, message }: Omit<Problem, "file">): string {
  const place = line === undefined ? "" : `line ${line}, column ${column ?? 1}: `;
  return `${place}${path === undefined ? "" : `${path}: `}${message}`;
}

/**
 * Plays a replay, and says whether it shows the violation that it was written for.
 *
 * @throws OtherControllersError if the given controllers are not those that found it
 */
export function replay(file: Replay, options: CheckOptions = {}): ReplayResult {
  return playNow(replaying(file, options));
}

/** As `replay`, for controllers written as async functions. */
export function replayAsync(file: Replay, options: CheckOptions = {}): Promise<ReplayResult> {
  return playAsync(replaying(file, options));
}

/** The same as work that does not care how runs are played. */
export function* replaying(file: Replay, options: CheckOptions): Playing<ReplayResult> {
  const { trial, expected, controllers = [] } = file;
  const { ownNames: given = [] } = options.controllers ?? {};
  if (!controllers.every((name) => given.includes(name))) throw new OtherControllersError(controllers, given);
  const { violations } = yield* tryTrial(trial, options);
  const same = violations.find(({ invariant, message, timeMs }) => equalJson({ invariant, message, timeMs }, expected));
  const first = same ?? violations.find(({ invariant }) => invariant === expected.invariant) ?? violations[0];
  if (first === undefined) return { verdict: "none", violations, story: [] };
  const story = yield* tellFailure(trial, first, options);
  return { verdict: same === undefined ? "other" : "same", violations, story };
}
