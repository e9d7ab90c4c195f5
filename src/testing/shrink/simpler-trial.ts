/** Trials that are a little simpler than a given one, the boldest simplifications first. */

import { equalJson, isJsonObject, type JsonObject } from "../../api/json.ts";
import { fixed } from "../../engine/distribution.ts";
import { always } from "../../kubelet/behaviour/exit-choice.ts";
import { NO_RULES, type PodRules, type PodTraits } from "../../kubelet/behaviour/rules.ts";
import type { JobRef, SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { withoutFaults, withShorterFaults } from "./fewer-faults.ts";
import { shorterLists } from "./shorter-lists.ts";
import { simplerJob } from "./simpler-job.ts";

/** Trials with less in them. */
export function* simplerTrials(trial: SimulationPlan): Generator<SimulationPlan> {
  yield* withoutFaults(trial);
  for (const actions of shorterLists(trial.actions))
    if (actions.some(({ op }) => op === "createJob")) yield withoutStrays({ ...trial, actions });
  const { pods = NO_RULES } = trial;
  for (const rules of shorterLists(pods.rules)) yield { ...trial, pods: { ...pods, rules } };
  yield* withShorterFaults(trial);
  for (const [at, action] of trial.actions.entries()) {
    for (const simpler of simplerActions(action)) yield { ...trial, actions: byTime(trial.actions.with(at, simpler)) };
  }
  for (const simpler of simplerPods(pods)) yield { ...trial, pods: simpler };
}

function byTime(actions: readonly TimedAction[]): TimedAction[] {
  return [...actions].sort((a, b) => a.atMs - b.atMs);
}

/** The trial without actions on, and rules for, Jobs that nobody creates. */
function withoutStrays(trial: SimulationPlan): SimulationPlan {
  const names = new Set(trial.actions.flatMap((action) => (action.op === "createJob" ? nameIn(action.manifest) : [])));
  const isThere = (job: JobRef) => names.has(job.name);
  const actions = trial.actions.filter((action) => jobsOf(action).every(isThere));
  const { pods = NO_RULES } = trial;
  const rules = pods.rules.filter(({ match }) => match.jobs?.some(isThere) ?? true);
  return { ...trial, actions, pods: { ...pods, rules } };
}

function nameIn({ metadata }: { readonly metadata?: unknown }): string[] {
  return isJsonObject(metadata) && typeof metadata.name === "string" ? [metadata.name] : [];
}

function jobsOf(action: TimedAction): JobRef[] {
  if ("job" in action) return [action.job];
  return "pod" in action && "job" in action.pod ? [action.pod.job] : [];
}

/** Whole seconds and small numbers read better than others. */
export function* simplerNumbers(value: number): Generator<number> {
  if (value === 0) return;
  yield 0;
  const rounded = Math.floor(value / 1000) * 1000;
  if (rounded !== value && rounded > 0) yield rounded;
  const half = Math.floor(value / 2);
  if (half > 0 && half !== rounded) yield half;
  if (value >= 2000 && rounded === value) yield value - 1000;
}

function* simplerActions(action: TimedAction): Generator<TimedAction> {
  if (action.op === "createJob") {
    for (const manifest of simplerJob(action.manifest)) yield { ...action, manifest };
  }
  if (action.op === "patchJob") {
    const { spec } = action.patch;
    if (isJsonObject(spec)) for (const fewer of fewerKeys(spec)) yield { ...action, patch: { spec: fewer } };
  }
  if ((action.op === "restartController" || action.op === "recreateJob") && action.downMs > 0)
    yield { ...action, downMs: 0 };
  if ("force" in action && action.force === true) yield { ...action, force: false };
  for (const atMs of simplerNumbers(action.atMs)) yield { ...action, atMs };
}

/** The object without each of its keys, as long as one is left. */
function* fewerKeys(object: JsonObject): Generator<JsonObject> {
  const keys = Object.keys(object);
  if (keys.length < 2) return;
  for (const key of keys) yield Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** What pods do by default: short, plain and successful. */
export const PLAIN: PodTraits = {
  schedule: fixed(0),
  start: fixed(1000),
  run: fixed(1000),
  exit: always(0),
  terminationTime: fixed(0),
};

function* simplerPods(pods: PodRules): Generator<PodRules> {
  if (!equalJson(pods.default, PLAIN)) {
    yield { ...pods, default: PLAIN };
    const { ready, ...rest } = pods.default;
    if (ready !== undefined) yield { ...pods, default: rest };
    for (const trait of ["schedule", "start", "run", "terminationTime"] as const) {
      if (!equalJson(pods.default[trait], PLAIN[trait])) {
        yield { ...pods, default: { ...pods.default, [trait]: PLAIN[trait] } };
      }
    }
  }
  for (const [at, rule] of pods.rules.entries()) {
    for (const trait of ["conditions", "restarts", "ready", "run"] as const) {
      const { [trait]: given, ...traits } = rule.traits;
      if (given !== undefined) yield { ...pods, rules: pods.rules.with(at, { ...rule, traits }) };
    }
  }
}
