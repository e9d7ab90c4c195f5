/**
 * Replay files: a trial that violates an invariant, to be played again for ever.
 *
 * A file is JSON or YAML:
 *
 * ```yaml
 * apiVersion: jobsim.dev/v1
 * kind: Replay
 * violation: { invariant: counted-once, message: …, timeMs: 14573 }   # what it showed when it was written
 * seed: 7                    # the run of `jobsim check` that it comes from
 * trial:
 *   seed: t1                 # names and UIDs
 *   actions: [{ atMs: 0, op: createJob, manifest: {…} }, …]
 *   pods: { default: {…}, rules: [{ index: 0, attempt: 0, script: { exitCode: 1 } }] }
 *   watchLagMs: { jobs: 0, pods: 1000 }
 *   apiLatencyMs: 10
 *   faults: [{ fromMs: 0, toMs: 1000, verb: create, resource: pods, error: forbidden }]
 *   disturbances: [{ kind: crash, atMs: 5000, afterWrites: 2, downMs: 0 }]
 * ```
 */

import { equalJson, isJsonObject, type JsonObject } from "../api/json.ts";
import type { Problem } from "../scenario/problem.ts";
import { readDocuments } from "../scenario/yaml-documents.ts";
import { type CheckOptions, type Failure, tryTrial } from "./check.ts";
import type { Violation } from "./invariants/invariant.ts";
import { type Playing, playAsync, playNow } from "./playing.ts";
import { checkTrial } from "./replay-schema.ts";
import { tellFailure } from "./tell-failure.ts";
import type { Trial } from "./trial.ts";

export const REPLAY_API_VERSION = "jobsim.dev/v1";
export const REPLAY_KIND = "Replay";

/** What a replay file holds. */
export interface Replay {
  readonly trial: Trial;
  /** What the run showed when the file was written. */
  readonly expected: { readonly invariant: string; readonly message: string; readonly timeMs: number };
  /** Seed of the run of a check that found it. */
  readonly seed: number | undefined;
}

/** What became of a replay. */
export interface ReplayResult {
  /**
   * `same`: the same violation at the same time; `other`: the invariant is violated in another way, or another one is.
   */
  readonly verdict: "same" | "other" | "none";
  readonly violations: readonly Violation[];
  readonly story: readonly string[];
}

/** The text of a replay file. */
export function formatReplay({ violation, shrunk, seed }: Failure): string {
  const { invariant, message, timeMs } = violation;
  const file = {
    apiVersion: REPLAY_API_VERSION,
    kind: REPLAY_KIND,
    violation: { invariant, message, timeMs },
    seed,
    trial: shrunk,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a replay file.
 *
 * @returns the replay, or what is wrong with the file
 */
export function parseReplay(text: string): Replay | { readonly problems: readonly string[] } {
  const broken: Problem[] = [];
  const [document, ...others] = readDocuments("", text, broken);
  if (broken.length > 0) return { problems: broken.map(({ file: _file, ...problem }) => placed(problem)) };
  if (others.length > 0) return { problems: ["the file holds several documents; a replay is one"] };
  const value = document?.value;
  if (!isJsonObject(value)) return { problems: ["the file is not an object"] };
  if (value.apiVersion !== REPLAY_API_VERSION || value.kind !== REPLAY_KIND) {
    return { problems: [`the file is not of apiVersion ${REPLAY_API_VERSION} and kind ${REPLAY_KIND}`] };
  }
  const checked = checkTrial(value.trial);
  if ("problems" in checked) return checked;
  const violation = isJsonObject(value.violation) ? value.violation : {};
  const seed = typeof value.seed === "number" ? value.seed : undefined;
  return { trial: checked.trial, expected: expectedOf(violation), seed };
}

function placed({ line, column, path, message }: Omit<Problem, "file">): string {
  const place = line === undefined ? "" : `line ${line}, column ${column ?? 1}: `;
  return `${place}${path === undefined ? "" : `${path}: `}${message}`;
}

function expectedOf({ invariant, message, timeMs }: JsonObject): Replay["expected"] {
  return {
    invariant: typeof invariant === "string" ? invariant : "",
    message: typeof message === "string" ? message : "",
    timeMs: typeof timeMs === "number" ? timeMs : 0,
  };
}

/** Plays a replay, and says whether it shows the violation that it was written for. */
export function replay(file: Replay, options: CheckOptions = {}): ReplayResult {
  return playNow(replaying(file, options));
}

/** As `replay`, for controllers written as async functions. */
export function replayAsync(file: Replay, options: CheckOptions = {}): Promise<ReplayResult> {
  return playAsync(replaying(file, options));
}

function* replaying({ trial, expected }: Replay, options: CheckOptions): Playing<ReplayResult> {
  const { violations } = yield* tryTrial(trial, options);
  const same = violations.find(({ invariant, message, timeMs }) => equalJson({ invariant, message, timeMs }, expected));
  const first = same ?? violations.find(({ invariant }) => invariant === expected.invariant) ?? violations[0];
  if (first === undefined) return { verdict: "none", violations, story: [] };
  const story = yield* tellFailure(trial, first, options.controllers);
  return { verdict: same === undefined ? "other" : "same", violations, story };
}
