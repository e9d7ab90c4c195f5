/** Trials that are a little simpler than a given one, the boldest simplifications first. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { PodScript } from "../../kubelet/script.ts";
import type { TimedAction } from "../../simulation/plan.ts";
import type { PodScripts, Trial } from "../trial.ts";
import { shorterLists } from "./shorter-lists.ts";
import { simplerJob } from "./simpler-job.ts";

/** Trials with less in them. */
export function* simplerTrials(trial: Trial): Generator<Trial> {
  yield* withoutFaults(trial);
  for (const actions of shorterLists(trial.actions))
    if (actions.some(({ op }) => op === "createJob")) yield { ...trial, actions };
  for (const rules of shorterLists(trial.pods.rules)) yield { ...trial, pods: { ...trial.pods, rules } };
  yield* withSimplerLists(trial);
  for (const [at, action] of trial.actions.entries()) {
    for (const simpler of simplerActions(action)) yield { ...trial, actions: byTime(trial.actions.with(at, simpler)) };
  }
  for (const pods of simplerScripts(trial.pods)) yield { ...trial, pods };
}

function byTime(actions: readonly TimedAction[]): TimedAction[] {
  return [...actions].sort((a, b) => a.atMs - b.atMs);
}

/** Parts of a trial that can go as a whole. */
const REMOVABLE = [
  "watchLagMs",
  "apiLatencyMs",
  "faults",
  "disturbances",
  "quotas",
  "controllerManager",
  "nodes",
] as const satisfies readonly (keyof Trial)[];

function* withoutFaults(trial: Trial): Generator<Trial> {
  for (const part of REMOVABLE) if (trial[part] !== undefined) yield without(trial, part);
  const { watchLagMs, controllerManager } = trial;
  for (const resource of ["jobs", "pods"] as const) {
    if ((watchLagMs?.[resource] ?? 0) > 0) yield { ...trial, watchLagMs: { ...watchLagMs, [resource]: 0 } };
  }
  if (controllerManager?.kubeApi !== undefined) {
    const { kubeApi: _, ...rest } = controllerManager;
    yield { ...trial, controllerManager: rest };
  }
}

function without(trial: Trial, part: (typeof REMOVABLE)[number]): Trial {
  const { [part]: _, ...rest } = trial;
  return rest;
}

function* withSimplerLists(trial: Trial): Generator<Trial> {
  const { faults = [], disturbances = [], quotas = [], nodes } = trial;
  for (const shorter of shorterLists(faults)) yield { ...trial, faults: shorter };
  for (const shorter of shorterLists(disturbances)) yield { ...trial, disturbances: shorter };
  for (const shorter of shorterLists(quotas)) yield { ...trial, quotas: shorter };
  if (nodes === undefined) return;
  for (const outages of shorterLists(nodes.outages)) yield { ...trial, nodes: { ...nodes, outages } };
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

/** The object without each of its keys, while one is left. */
function* fewerKeys(object: JsonObject): Generator<JsonObject> {
  const keys = Object.keys(object);
  if (keys.length < 2) return;
  for (const key of keys) yield Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** What pods do where nothing is said: short, plain and successful. */
export const PLAIN: PodScript = {
  scheduleMs: 0,
  startMs: 1000,
  runMs: 1000,
  exitCode: 0,
  terminationMs: 0,
  terminationExitCode: 143,
};

function* simplerScripts(pods: PodScripts): Generator<PodScripts> {
  if (JSON.stringify(pods.default) !== JSON.stringify(PLAIN)) {
    yield { ...pods, default: PLAIN };
    const { readyMs, ...rest } = pods.default;
    if (readyMs !== undefined) yield { ...pods, default: rest };
    for (const field of ["scheduleMs", "startMs", "runMs", "terminationMs"] as const) {
      if (pods.default[field] !== PLAIN[field]) yield { ...pods, default: { ...pods.default, [field]: PLAIN[field] } };
    }
  }
  for (const [at, rule] of pods.rules.entries()) {
    const { script } = rule;
    const { conditions, restarts, readyMs, runMs, ...rest } = script;
    const parts = { conditions, restarts, readyMs, runMs };
    for (const part of ["conditions", "restarts", "readyMs", "runMs"] as const) {
      if (parts[part] === undefined) continue;
      const fewer = Object.fromEntries(
        Object.entries({ ...rest, ...parts, [part]: undefined }).filter(([, value]) => value !== undefined),
      );
      yield { ...pods, rules: pods.rules.with(at, { ...rule, script: fewer }) };
    }
  }
}
