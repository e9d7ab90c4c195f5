/** A recorded scenario of the controllers, and the plan that plays it again. */

import type { PodCondition } from "../../src/api/types.ts";
import type { Chance } from "../../src/controller/job/chance.ts";
import type { PodListOrder } from "../../src/controller/job/list-order.ts";
import type { NumberSpan, PodMatch, PodRule, PodRules, PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import type { PodScript } from "../../src/kubelet/script.ts";
import type { ApiFault, JobRef, JsonObject, PodRef, SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { isRelease, type Release } from "../../src/simulation/releases/releases.ts";
import { wholeTraits } from "../scripted.ts";

interface RecordedScript {
  readonly startMs?: number;
  readonly runMs?: number;
  readonly exitCode?: number;
  readonly container?: string;
  readonly conditions?: readonly PodCondition[];
  readonly restarts?: PodScript["restarts"];
  readonly terminationMs?: number;
  readonly terminationExitCode?: number;
}

interface RecordedPodScript extends RecordedScript {
  readonly index?: number;
  readonly attempt?: number;
  readonly ordinal?: number;
}

interface RecordedKubelet {
  readonly scheduleMs: number;
  readonly startMs: number;
  readonly terminationMs: number;
  readonly default: RecordedScript;
  readonly pods?: readonly RecordedPodScript[];
}

type RecordedPodRef =
  | { readonly index: number; readonly attempt: number }
  | { readonly ordinal: number }
  | { readonly id: string };

/** An action as recorded; which of the optional keys are there depends on `op`. */
interface RecordedAction {
  readonly atMs: number;
  readonly op: string;
  readonly pod?: RecordedPodRef;
  readonly patch?: JsonObject;
  readonly force?: boolean;
  readonly condition?: PodCondition;
  readonly downMs?: number;
  readonly id?: string;
  readonly owned?: boolean;
  readonly manifest?: JsonObject;
  readonly status?: JsonObject;
}

export interface TraceScenario {
  readonly name: string;
  readonly kubernetes?: string;
  readonly epochOffsetMs?: number;
  readonly job: JsonObject & { readonly metadata: { readonly name: string; readonly namespace: string } };
  readonly kubelet: RecordedKubelet;
  readonly actions?: readonly RecordedAction[];
  readonly watchLagMs?: { readonly pods?: number; readonly jobs?: number };
  readonly apiLatencyMs?: number;
  readonly faults?: readonly ApiFault[];
  readonly untilMs: number;
}

export interface TraceRecord {
  readonly k: string;
  readonly t: number;
  readonly [key: string]: unknown;
}

export interface TraceExpectation {
  /** Absent where nothing but `createError` is recorded. */
  readonly epoch?: string;
  readonly trace: readonly TraceRecord[];
  readonly cluster: readonly TraceRecord[];
  readonly events: readonly TraceRecord[];
  readonly finalStatus: unknown;
  readonly podsLeft: readonly string[];
  /** The API server's message, where it refused the manifest: nothing else is recorded then. */
  readonly createError?: string;
}

/** What is compared of a run. */
export type Expectation = Omit<TraceExpectation, "epoch" | "createError">;

export interface TraceVector {
  readonly scenario: TraceScenario;
  readonly expect: TraceExpectation;
}

/** The clock of recordings begins here; it matters only if the scenario produced nothing. */
const DEFAULT_EPOCH = "2000-01-01T00:00:00Z";

/** Exit code of a container that is stopped, if the script names none. */
const DEFAULT_TERMINATION_EXIT_CODE = 143;

/** What a vector may have been recorded from that names no release: patch releases with and without change 139457. */
const UNNAMED: readonly Release[] = ["1.36", "1.36.2"];

/** Orders of Go maps that are tried: recordings keep what chance gave three times in a row. */
const LIST_ORDERS: readonly PodListOrder[] = [
  "oldestFirst",
  "newestFirst",
  ...[1, 2, 3, 4, 5, 6].map((shuffledBy) => ({ shuffledBy })),
];

/** Everything that chance decided in the recordings, the likeliest first. */
const CHANCES: readonly Chance[] = (["beforeSyncs", "afterSyncs"] as const).flatMap((cleanUp) =>
  (["beforeSyncs", "afterSyncs"] as const).flatMap((stop) =>
    LIST_ORDERS.flatMap((podListOrder) =>
      (["afterWorld", "beforeWorld", "acrossWorld"] as const).flatMap((timerOrder) =>
        (["jobs", "pods"] as const).map((firstList) => ({ podListOrder, timerOrder, firstList, cleanUp, stop })),
      ),
    ),
  ),
);

/** What a recording does not say about the cluster that it was made in. */
export type Behaviour = Pick<SimulationPlan, "kubernetes" | "chance">;

/**
 * The behaviours that a vector may show, the likeliest first; none for a release that is not supported.
 *
 * A vector that names no release comes from some patch release of 1.36, which it does not tell; and none tells in which
 * order the real controller happened to list pods, or what came first within a millisecond.
 */
export function behavioursOf({ scenario: { kubernetes } }: TraceVector): readonly Behaviour[] {
  const named = kubernetes !== undefined && isRelease(kubernetes) ? [kubernetes] : [];
  const releases = kubernetes === undefined ? UNNAMED : named;
  return CHANCES.flatMap((chance) => releases.map((release) => ({ kubernetes: release, chance })));
}

/** The plan of a recorded scenario, or why it cannot be played. */
export function planOf({ scenario, expect }: TraceVector, behaviour: Behaviour): SimulationPlan | string {
  const { namespace, name } = scenario.job.metadata;
  const createdMs = scenario.epochOffsetMs ?? 0;
  // The recordings begin with the creation of the Job: what is due before follows it immediately.
  const actions = (scenario.actions ?? []).map((action) =>
    actionOf({ ...action, atMs: Math.max(action.atMs, createdMs) }, { namespace, name }),
  );
  const unknown = actions.find((action) => typeof action === "string");
  if (typeof unknown === "string") return unknown;
  const created: TimedAction = { op: "createJob", atMs: createdMs, manifest: scenario.job };
  return {
    epochMs: Date.parse(expect.epoch ?? DEFAULT_EPOCH),
    seed: "conformance",
    untilMs: scenario.untilMs,
    actions: [created, ...actions.filter((action) => typeof action !== "string")],
    pods: podsOf(scenario.kubelet),
    ...behaviour,
    // The recordings' in-memory API stores, and reports to watches, a patch that changes nothing. Its garbage
    // collector follows deletions, and knows nothing of pods that are made behind them.
    commitsUnchanged: true,
    undisturbed: ["ttl-controller"],
    keepsUnowned: true,
    createsOver: true,
    // The recordings' kubelet waits before the first restart, too.
    kubelet: { decides: "script", crashLoopFirstRestart: "delayed", crashLoopResetMs: Number.MAX_SAFE_INTEGER },
    ...(scenario.watchLagMs === undefined ? {} : { watchLagMs: scenario.watchLagMs }),
    ...(scenario.apiLatencyMs === undefined ? {} : { apiLatencyMs: scenario.apiLatencyMs }),
    ...(scenario.faults === undefined ? {} : { faults: scenario.faults }),
  };
}

/** A recorded script stands for the whole life of a pod: what it leaves out is the kubelet's, not the default script's. */
function podsOf(kubelet: RecordedKubelet): PodRules {
  const { pods = [], default: others } = kubelet;
  const rules = pods.map((entry): PodRule => ({ match: matchOf(entry), traits: traitsOf(kubelet, entry) }));
  return { default: {}, rules: [...rules, { match: {}, traits: traitsOf(kubelet, others) }] };
}

function traitsOf(kubelet: RecordedKubelet, script: RecordedScript): PodTraits {
  return wholeTraits({
    scheduleMs: kubelet.scheduleMs,
    startMs: script.startMs ?? kubelet.startMs,
    exitCode: script.exitCode ?? 0,
    terminationMs: script.terminationMs ?? kubelet.terminationMs,
    terminationExitCode: script.terminationExitCode ?? DEFAULT_TERMINATION_EXIT_CODE,
    ...(script.runMs === undefined ? {} : { runMs: script.runMs }),
    ...(script.container === undefined ? {} : { container: script.container }),
    ...(script.conditions === undefined ? {} : { conditions: script.conditions }),
    ...(script.restarts === undefined ? {} : { restarts: script.restarts }),
  });
}

function matchOf({ index, attempt, ordinal }: RecordedPodScript): PodMatch {
  if (ordinal !== undefined) return { ordinal: only(ordinal) };
  return {
    ...(index === undefined ? {} : { index: only(index) }),
    ...(attempt === undefined ? {} : { attempt: only(attempt) }),
  };
}

function only(number: number): readonly NumberSpan[] {
  return [{ first: number, last: number }];
}

function actionOf(action: RecordedAction, job: JobRef): TimedAction | string {
  const { atMs, op, downMs = 0 } = action;
  const pod: PodRef | undefined = action.pod === undefined ? undefined : podRefOf(action.pod, job);
  switch (op) {
    case "patchJob":
      return { op, atMs, job, patch: action.patch ?? {} };
    case "deleteJob":
      return { op, atMs, job, propagation: "Foreground" };
    case "deletePod":
      if (pod !== undefined) return { op, atMs, pod, force: action.force === true };
      break;
    case "disruptPod":
      if (pod !== undefined && action.condition !== undefined) {
        return { op, atMs, pod, condition: action.condition, force: action.force === true };
      }
      break;
    case "restartController":
      return { op, atMs, downMs };
    case "createPod":
      return { op, atMs, job, id: action.id ?? "", owned: action.owned === true, manifest: action.manifest ?? {} };
    case "patchPod":
      if (pod !== undefined) return { op, atMs, pod, patch: action.patch ?? {} };
      break;
    case "putJobStatus":
      return { op, atMs, job, status: action.status ?? {} };
    case "recreateJob":
      return { op, atMs, job, downMs };
  }
  return `action "${op}" is not supported yet`;
}

function podRefOf(pod: RecordedPodRef, job: JobRef): PodRef {
  return "id" in pod ? pod : { ...pod, job };
}

/** Whether a document is a recorded trace. */
export function isTraceVector(value: unknown): value is TraceVector {
  return typeof value === "object" && value !== null && "scenario" in value && "expect" in value;
}
