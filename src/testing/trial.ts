/**
 * A trial: one run as data. It holds everything that a run depends on, so it can be written to a file, shrunk and
 * played again.
 */

import { copyWith } from "../api/copy-with.ts";
import type { PodIdentity, PodScript } from "../kubelet/script.ts";
import { type Disturbance, endOf } from "../simulation/faults/disturbance.ts";
import type { PodQuota } from "../simulation/faults/quotas.ts";
import { GIVEN_UP_AFTER_MS, type Outage } from "../simulation/outages.ts";
import type { ApiFault, ControllerManagerSettings, SimulationPlan, TimedAction } from "../simulation/plan.ts";
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
  readonly outages: readonly Outage[];
}

/** The instant that virtual time 0 stands for in every trial: 2000-01-01T00:00:00Z. */
export const TRIAL_EPOCH_MS = 946_684_800_000;

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
    epochMs: TRIAL_EPOCH_MS,
    seed,
    untilMs: calmFromMs(trial) + SETTLE_WITHIN_MS,
    actions,
    behavior: { scriptFor: (pod) => scriptFor(pods, pod) },
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
  const room = { pods: slots, cpuMilli: Number.POSITIVE_INFINITY, memoryBytes: Number.POSITIVE_INFINITY };
  return { nodes: Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, room })), imagePullMs: 0, outages };
}

function scriptFor(pods: PodScripts, pod: PodIdentity): PodScript {
  for (const rule of pods.rules) if (matches(rule, pod)) return copyWith(pods.default, rule.script);
  return pods.default;
}

function matches({ job, index, attempt, ordinal }: ScriptRule, pod: PodIdentity): boolean {
  return (
    (job === undefined || job === pod.jobName) &&
    (index === undefined || index === pod.index) &&
    (attempt === undefined || attempt === pod.attempt) &&
    (ordinal === undefined || ordinal === pod.ordinal)
  );
}
