/** How pods behave: rules in terms of times and chances, compiled to the scripts that the fake pod runtime plays. */

import type { PodCondition } from "../api/types.ts";
import { randomStream } from "../engine/random.ts";
import type { ContainerRun, PodBehavior, PodIdentity, PodScript } from "../kubelet/script.ts";
import type { JobRef } from "../simulation/plan.ts";
import { type Distribution, draw, fixed } from "./distribution.ts";
import { always, drawExit, type ExitChoice } from "./exit-choice.ts";
import { type IndexRange, includesIndex } from "./index-list.ts";

/** Runs of a container that fail and are followed by a restart, `count` of them alike. */
export interface RestartTraits {
  readonly count: number;
  readonly run: Distribution;
  readonly exit: ExitChoice;
}

/** What is known about a pod. Each step counts from the one before it; what is left out comes from the defaults. */
export interface PodTraits {
  /** From creation to being bound to a node. */
  readonly schedule?: Distribution | "never";
  /** From being bound to phase `Running`. */
  readonly start?: Distribution | "never";
  /** From `Running` to `Ready`. */
  readonly ready?: Distribution | "never";
  /** From `Running`, or the last restart, to the end. */
  readonly run?: Distribution | "forever";
  readonly exit?: ExitChoice;
  /** Container whose end is reported; the first of the template where absent. */
  readonly container?: string;
  /** Conditions that the pod gets at its end. */
  readonly conditions?: readonly PodCondition[];
  readonly restarts?: readonly RestartTraits[];
  /** From a delete request to the end of the containers. */
  readonly terminationTime?: Distribution;
  readonly terminationExit?: ExitChoice;
}

/** Which pods a rule is for: those that fit everything given. */
export interface PodMatch {
  readonly jobs?: readonly JobRef[];
  readonly index?: readonly IndexRange[];
  readonly attempt?: readonly IndexRange[];
  readonly ordinal?: readonly IndexRange[];
}

export interface PodRule {
  readonly match: PodMatch;
  readonly traits: PodTraits;
}

/** The first rule that matches a pod decides; what it leaves out comes from `default`. */
export interface PodRules {
  readonly default: PodTraits;
  readonly rules: readonly PodRule[];
}

type CompleteTraits = Required<Omit<PodTraits, "container">> & Pick<PodTraits, "container">;

/**
 * What pods do where nothing is said, as on an idle cluster that has the image: bound at once, running after 1 s and
 * ready then, done after 10 s with exit code 0; stopped by a delete within 1 s, with the exit code of SIGTERM.
 */
export const DEFAULT_TRAITS: CompleteTraits = {
  schedule: fixed(0),
  start: fixed(1_000),
  ready: fixed(0),
  run: fixed(10_000),
  exit: always(0),
  conditions: [],
  restarts: [],
  terminationTime: fixed(1_000),
  terminationExit: always(143),
};

/**
 * Compiles rules to the behaviour of a run.
 *
 * Each quantity of each pod is drawn from a stream of its own, named by seed, Job, index (or ordinal), attempt and
 * quantity: a changed rule, an extra pod or another order of creation moves no draw of any other pod or quantity.
 *
 * @param seed the seed of the run, any text
 * @param rules which pods do what
 * @example
 * podBehavior("7", { default: { run: fixed(30_000) }, rules: [] });
 */
export function podBehavior(seed: string, rules: PodRules): PodBehavior {
  const fallback = scripter(seed, { ...DEFAULT_TRAITS, ...rules.default });
  const compiled = rules.rules.map(({ match, traits }) => ({
    match,
    scriptFor: scripter(seed, { ...DEFAULT_TRAITS, ...rules.default, ...traits }),
  }));
  return {
    scriptFor(pod) {
      for (const rule of compiled) if (matches(rule.match, pod)) return rule.scriptFor(pod);
      return fallback(pod);
    },
  };
}

function matches(match: PodMatch, pod: PodIdentity): boolean {
  if (match.index !== undefined && (pod.index === undefined || !includesIndex(match.index, pod.index))) return false;
  if (match.attempt !== undefined && !includesIndex(match.attempt, pod.attempt)) return false;
  if (match.ordinal !== undefined && !includesIndex(match.ordinal, pod.ordinal)) return false;
  return (
    match.jobs === undefined || match.jobs.some((job) => job.name === pod.jobName && job.namespace === pod.namespace)
  );
}

type Scripter = (pod: PodIdentity) => PodScript;

function scripter(seed: string, traits: CompleteTraits): Scripter {
  if (!isCertain(traits)) return (pod) => script(traits, (quantity) => podStream(seed, pod, quantity));
  // Nothing is drawn, so all pods share one script: a run of 100,000 pods asks for 100,000 of them.
  const constant = script(traits, neverDrawn);
  return () => constant;
}

/** The random stream of one quantity of one pod. */
function podStream(seed: string, pod: PodIdentity, quantity: string): () => number {
  const job = `${pod.namespace}/${pod.jobName}`;
  if (pod.index === undefined) return randomStream(seed, job, "pod", pod.ordinal, quantity);
  return randomStream(seed, job, "index", pod.index, pod.attempt, quantity);
}

/** Opens the stream of a quantity. */
type Streams = (quantity: string) => () => number;

function neverDrawn(quantity: string): never {
  throw new Error(`a certain pod script drew "${quantity}"`);
}

function isCertain(traits: CompleteTraits): boolean {
  const { schedule, start, ready, run, terminationTime, exit, terminationExit, restarts } = traits;
  const times = [schedule, start, ready, run, terminationTime, ...restarts.map((restart) => restart.run)];
  const exits = [exit, terminationExit, ...restarts.map((restart) => restart.exit)];
  return (
    times.every((time) => typeof time === "string" || time.kind === "fixed") &&
    exits.every((choice) => choice.codes.length === 1)
  );
}

function drawTime(time: Distribution, quantity: string, streams: Streams): number {
  return time.kind === "fixed" ? time.ms : draw(time, streams(quantity));
}

function drawStep<Word extends string>(step: Distribution | Word, quantity: string, streams: Streams): number | Word {
  return typeof step === "string" ? step : drawTime(step, quantity, streams);
}

function drawCode(choice: ExitChoice, quantity: string, streams: Streams): number {
  const [only] = choice.codes;
  return choice.codes.length === 1 && only !== undefined ? only : drawExit(choice, streams(quantity));
}

function script(traits: CompleteTraits, streams: Streams): PodScript {
  const scheduleMs = drawStep(traits.schedule, "schedule", streams);
  const start = scheduleMs === "never" ? "never" : drawStep(traits.start, "start", streams);
  const runMs = drawStep(traits.run, "run", streams);
  const restarts = drawRestarts(traits.restarts, streams);
  return {
    scheduleMs,
    startMs: scheduleMs === "never" || start === "never" ? "never" : scheduleMs + start,
    readyMs: drawStep(traits.ready, "ready", streams),
    ...(runMs === "forever" ? {} : { runMs }),
    exitCode: drawCode(traits.exit, "exit", streams),
    ...(traits.container === undefined ? {} : { container: traits.container }),
    ...(traits.conditions.length === 0 ? {} : { conditions: traits.conditions }),
    ...(restarts.length === 0 ? {} : { restarts }),
    terminationMs: drawTime(traits.terminationTime, "termination", streams),
    terminationExitCode: drawCode(traits.terminationExit, "termination exit", streams),
  };
}

function drawRestarts(restarts: readonly RestartTraits[], streams: Streams): ContainerRun[] {
  const runs: ContainerRun[] = [];
  for (const { count, run, exit } of restarts) {
    for (let i = 0; i < count; i++) {
      const quantity = `restart ${runs.length}`;
      runs.push({
        runMs: drawTime(run, `${quantity} run`, streams),
        exitCode: drawCode(exit, `${quantity} exit`, streams),
      });
    }
  }
  return runs;
}
