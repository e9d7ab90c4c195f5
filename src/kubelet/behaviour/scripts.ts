/** Turns rules into the scripts that the fake pod runtime plays: finds the rule for a pod and draws from it. */

import type { ObjectMeta, StringMap } from "../../api/types.ts";
import { randomStream } from "../../engine/random.ts";
import type { FailedRun, PodIdentity, PodScript, ScriptedRun } from "../script.ts";
import { isCertain, isCertainAttempt } from "./certain.ts";
import { drawContainers } from "./container-scripts.ts";
import { drawCode, drawStep, drawTime, type Streams } from "./draws.ts";
import { laidOver } from "./laid-over.ts";
import { RuleIndex } from "./rule-index.ts";
import {
  type CompleteTraits,
  DEFAULT_TRAITS,
  NO_RULES,
  type PodMatch,
  type PodRule,
  type PodRules,
  type RestartTraits,
  spansInclude,
} from "./rules.ts";

/**
 * Returns the script of a pod, which depends only on its identity and metadata.
 *
 * @param metadata labels and annotations, for rules that match them
 */
export type ScriptFor = (pod: PodIdentity, metadata?: PodMarks) => PodScript;

export type PodMarks = Pick<ObjectMeta, "labels" | "annotations">;

/**
 * Compiles the rules of a run.
 *
 * Each quantity of each pod is drawn from its own random stream, named by seed, Job, index (or ordinal), attempt and
 * quantity: a changed rule, an extra pod or another order of creation does not affect other pods or quantities.
 *
 * @param seed the seed of the run, any text
 * @param rules how pods behave; by default all have the default traits
 * @param used rules that decided about a pod are added here
 * @example
 * scriptsFrom("7", { default: { run: fixed(30_000) }, rules: [] });
 */
export function scriptsFrom(seed: string, rules: PodRules = NO_RULES, used?: Set<PodRule>): ScriptFor {
  const fallback = scripter(seed, { ...DEFAULT_TRAITS, ...rules.default });
  if (rules.rules.length === 0) return fallback;
  const compiled = new RuleIndex(
    rules.rules.map((rule) => ({
      rule,
      match: rule.match,
      names: rule.match.jobNames?.map(patternOf),
      labels: patternsOf(rule.match.labels),
      annotations: patternsOf(rule.match.annotations),
      scriptFor: scripter(seed, { ...DEFAULT_TRAITS, ...laidOver(rules.default, rule.traits) }),
    })),
  );
  return (pod, metadata) => {
    for (const { rule, match, names, labels, annotations, scriptFor } of compiled.candidates(pod)) {
      if (names !== undefined && !names.some((name) => name.test(pod.jobName))) continue;
      if (!hasAll(metadata?.labels, labels) || !hasAll(metadata?.annotations, annotations)) continue;
      if (!matches(match, pod)) continue;
      used?.add(rule);
      return scriptFor(pod);
    }
    return fallback(pod);
  };
}

type MarkPattern = readonly [key: string, value: RegExp];

function patternsOf(marks: PodMatch["labels"] = {}): readonly MarkPattern[] {
  return Object.entries(marks).map(([key, value]): MarkPattern => [key, patternOf(value)]);
}

function hasAll(marks: StringMap | undefined, patterns: readonly MarkPattern[]): boolean {
  return patterns.every(([key, pattern]) => {
    const value = marks?.[key];
    return value !== undefined && pattern.test(value);
  });
}

function patternOf(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function matches(match: PodMatch, pod: PodIdentity): boolean {
  if (match.index !== undefined && (pod.index === undefined || !spansInclude(match.index, pod.index))) return false;
  if (match.attempt !== undefined && !spansInclude(match.attempt, pod.attempt)) return false;
  if (match.ordinal !== undefined && !spansInclude(match.ordinal, pod.ordinal)) return false;
  if (match.cronRun !== undefined && !spansInclude(match.cronRun, pod.cronJob?.run ?? Number.NaN)) return false;
  const { jobs, cronJobs } = match;
  if (jobs === undefined && cronJobs === undefined) return true;
  return names(jobs, pod.namespace, pod.jobName) || names(cronJobs, pod.namespace, pod.cronJob?.name);
}

function names(refs: PodMatch["jobs"], namespace: string, name: string | undefined): boolean {
  return refs?.some((ref) => ref.name === name && ref.namespace === namespace) === true;
}

function scripter(seed: string, traits: CompleteTraits): ScriptFor {
  if (!isCertain(traits)) return (pod) => script(traits, (quantity) => podStream(seed, pod, quantity));
  // Nothing is drawn, so all pods share one script, which matters for runs of 100,000 pods.
  let constant: PodScript | undefined;
  return () => {
    constant ??= script(traits, neverDrawn);
    return constant;
  };
}

/** The random stream of one quantity of one pod. */
function podStream(seed: string, pod: PodIdentity, quantity: string): () => number {
  const job = `${pod.namespace}/${pod.jobName}`;
  if (pod.index === undefined) return randomStream(seed, job, "pod", pod.ordinal, quantity);
  return randomStream(seed, job, "index", pod.index, pod.attempt, quantity);
}

function neverDrawn(quantity: string): never {
  throw new Error(`a certain pod script drew "${quantity}"`);
}

function script(traits: CompleteTraits, streams: Streams): PodScript {
  const scheduleMs = drawStep(traits.schedule, "schedule", streams);
  const start = drawStep(traits.start, "start", streams);
  const runMs = drawStep(traits.run, "run", streams);
  const restarts = drawRestarts(traits.restarts, streams);
  return {
    scheduleMs,
    // A pod that is never scheduled by the simulation may still be bound by others.
    startMs: start === "never" ? "never" : start + (scheduleMs === "never" ? 0 : scheduleMs),
    readyMs: drawStep(traits.ready, "ready", streams),
    ...(runMs === "forever" ? {} : { runMs }),
    exitCode: drawCode(traits.exit, "exit", streams),
    ...(traits.container === undefined ? {} : { container: traits.container }),
    ...(traits.conditions.length === 0 ? {} : { conditions: traits.conditions }),
    ...(restarts.length === 0 ? {} : { restarts }),
    ...(isCertainAttempt(traits) ? {} : { laterRun: (attempt) => drawLaterRun(traits, attempt, streams) }),
    ...(traits.containers === undefined ? {} : { containers: drawContainers(traits, streams) }),
    ...(traits.work === undefined ? {} : { work: traits.work }),
    ...(traits.rejected === undefined ? {} : { rejected: traits.rejected }),
    terminationMs: drawTime(traits.terminationTime, "termination", streams),
    terminationExitCode: drawCode(traits.terminationExit, "termination exit", streams),
  };
}

/** A run of a container that is restarted after all of its scripted runs. */
function drawLaterRun({ run, exit }: CompleteTraits, attempt: number, streams: Streams): ScriptedRun {
  const runMs = drawStep(run, `run of attempt ${attempt}`, streams);
  const exitCode = drawCode(exit, `exit of attempt ${attempt}`, streams);
  return runMs === "forever" ? { exitCode } : { runMs, exitCode };
}

function drawRestarts(restarts: readonly RestartTraits[], streams: Streams): FailedRun[] {
  const runs: FailedRun[] = [];
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
