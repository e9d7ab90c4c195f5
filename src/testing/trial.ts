/**
 * A trial: one run as data. It holds everything that a run depends on, so it can be written to a file, shrunk and
 * played again.
 */

import { type Distribution, fixed } from "../engine/distribution.ts";
import { always } from "../kubelet/behaviour/exit-choice.ts";
import type { NumberSpan, PodRule, PodRules, PodTraits } from "../kubelet/behaviour/rules.ts";
import type { PodScript } from "../kubelet/script.ts";
import { type Disturbance, endOf } from "../simulation/faults/disturbance.ts";
import type { PodQuota } from "../simulation/faults/quotas.ts";
import type { NodeOutage } from "../simulation/node-outage.ts";
import { GIVEN_UP_AFTER_MS } from "../simulation/outages.ts";
import {
  type ApiFault,
  type ControllerManagerSettings,
  EPOCH_MS,
  type SimulationPlan,
  type TimedAction,
} from "../simulation/plan.ts";
import type { Switches } from "../simulation/switches.ts";

/** Which pods a script is for: all conditions that are there must hold. */
export interface ScriptRule {
  /** Name of the Job. */
  readonly job?: string;
  readonly index?: number;
  readonly attempt?: number;
  readonly ordinal?: number;
  /** What differs from the default script. */
  readonly script: Partial<PodScript>;
}

/** How pods behave: the first rule that matches, laid over the default. */
export interface PodScripts {
  readonly default: PodScript;
  readonly rules: readonly ScriptRule[];
}

export interface Trial {
  /** Seed of names and UIDs. */
  readonly seed: string;
  /** What users and the cluster do; creations of Jobs among it. */
  readonly actions: readonly TimedAction[];
  readonly pods: PodScripts;
  readonly watchLagMs?: { readonly jobs?: number; readonly pods?: number };
  readonly apiLatencyMs?: number;
  /** Calls that fail without effect. */
  readonly faults?: readonly ApiFault[];
  /** What else goes wrong between the controllers and the API server. */
  readonly disturbances?: readonly Disturbance[];
  /** How many pods there may be, and when. */
  readonly quotas?: readonly PodQuota[];
  readonly controllerManager?: ControllerManagerSettings;
  /** Nodes with room for so many pods, and what becomes of them; without it every pod has room. */
  readonly nodes?: TrialNodes;
  readonly switches?: Partial<Switches>;
}

/** Nodes of one kind, called `node-0`, `node-1` and so on. */
export interface TrialNodes {
  readonly count: number;
  /** Pods that a node has room for. */
  readonly slots: number;
  readonly outages: readonly NodeOutage[];
}

/**
 * Virtual time in which a Job settles once nothing disturbs it any more: more than all back-offs a trial can add up.
 */
export const SETTLE_WITHIN_MS = 4 * 60 * 60 * 1000;

/** When the last thing from outside happens. */
export function calmFromMs({ actions, faults = [], disturbances = [], quotas = [], nodes }: Trial): number {
  let lastMs = 0;
  for (const action of actions) {
    const downMs = action.op === "restartController" || action.op === "recreateJob" ? action.downMs : 0;
    lastMs = Math.max(lastMs, action.atMs + downMs);
  }
  for (const { toMs } of [...faults, ...quotas]) lastMs = Math.max(lastMs, toMs);
  for (const disturbance of disturbances) lastMs = Math.max(lastMs, endOf(disturbance));
  for (const { atMs, downMs } of nodes?.outages ?? []) {
    lastMs = Math.max(lastMs, atMs + Math.max(downMs ?? 0, GIVEN_UP_AFTER_MS));
  }
  return lastMs;
}

/** The plan of a trial: it runs until everything had time to settle. */
export function planOf(trial: Trial): SimulationPlan {
  const { seed, actions, pods, nodes, ...rest } = trial;
  const { watchLagMs, apiLatencyMs, faults, disturbances, quotas, controllerManager, switches } = rest;
  return {
    epochMs: EPOCH_MS,
    seed,
    untilMs: calmFromMs(trial) + SETTLE_WITHIN_MS,
    actions,
    pods: rulesOf(pods),
    ...(watchLagMs === undefined ? {} : { watchLagMs }),
    ...(apiLatencyMs === undefined ? {} : { apiLatencyMs }),
    ...(faults === undefined ? {} : { faults }),
    ...(quotas === undefined ? {} : { quotas }),
    ...(controllerManager === undefined ? {} : { controllerManager }),
    ...(nodes === undefined ? {} : { cluster: clusterOf(nodes) }),
    ...(disturbances === undefined ? {} : { disturbances }),
    ...(switches === undefined ? {} : { switches }),
  };
}

function clusterOf({ count, slots, outages }: TrialNodes): NonNullable<SimulationPlan["cluster"]> {
  const room = { pods: slots };
  return { nodes: Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, room })), imagePullMs: 0, outages };
}

function rulesOf({ default: script, rules }: PodScripts): PodRules {
  return {
    default: { ...traitsOf(script), ...(script.runMs === undefined ? { run: "forever" } : {}) },
    rules: rules.map((rule) => ruleOf(rule, script)),
  };
}

function ruleOf({ job, index, attempt, ordinal, script }: ScriptRule, base: PodScript): PodRule {
  return {
    match: {
      ...(job === undefined ? {} : { jobs: [{ namespace: "default", name: job }] }),
      ...(index === undefined ? {} : { index: only(index) }),
      ...(attempt === undefined ? {} : { attempt: only(attempt) }),
      ...(ordinal === undefined ? {} : { ordinal: only(ordinal) }),
    },
    traits: traitsOf(script, base),
  };
}

function only(number: number): readonly NumberSpan[] {
  return [{ first: number, last: number }];
}

function traitsOf(script: Partial<PodScript>, base: Partial<PodScript> = {}): PodTraits {
  const { scheduleMs, startMs, readyMs, runMs, exitCode, restarts, terminationMs, terminationExitCode } = script;
  const { container, conditions } = script;
  const boundMs = scheduleMs ?? base.scheduleMs ?? 0;
  return {
    ...(scheduleMs === undefined ? {} : { schedule: step(scheduleMs, 0) }),
    ...(startMs === undefined ? {} : { start: step(startMs, boundMs === "never" ? 0 : boundMs) }),
    ...(readyMs === undefined ? {} : { ready: step(readyMs, 0) }),
    ...(runMs === undefined ? {} : { run: fixed(runMs) }),
    ...(exitCode === undefined ? {} : { exit: always(exitCode) }),
    ...(container === undefined ? {} : { container }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(restarts === undefined
      ? {}
      : { restarts: restarts.map((run) => ({ count: 1, run: fixed(run.runMs), exit: always(run.exitCode) })) }),
    ...(terminationMs === undefined ? {} : { terminationTime: fixed(terminationMs) }),
    ...(terminationExitCode === undefined ? {} : { terminationExit: always(terminationExitCode) }),
  };
}

function step(atMs: number | "never", fromMs: number): Distribution | "never" {
  return atMs === "never" ? "never" : fixed(Math.max(0, atMs - fromMs));
}
