/** The circumstances in which a run is judged: what delays are part of the plan. */

import { type ChoiceKind, type RunSchedule, WRITE_FATES } from "../../simulation/choices/oracle.ts";
import {
  endOf,
  isLateWrites,
  isOfWatches,
  isOldList,
  isSlowCalls,
  isStaleReads,
  type OldList,
  type WatchDisturbance,
} from "../../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { amountsOf, type NodeAmounts, ONE } from "./nodes/pod-demand.ts";

/** Calls that one sync can make in sequence: batches of creations, two writes, the removals between them. */
const CALLS_PER_SYNC = 12;
/** Requests that wait for their turn before those of a sync, and its own: a few Jobs with a few pods each. */
const REQUESTS_IN_TURN = 40;

/** The settings of a run that invariants depend on. */
export interface Circumstances {
  /** The instant that virtual time 0 stands for. */
  readonly epochMs: number;
  /** The largest delay of a watch. */
  readonly watchLagMs: number;
  readonly apiLatencyMs: number;
  /** How long requests may wait for their turn. */
  readonly turnMs: number;
  /** Spans in which a watch delivers nothing. */
  readonly outages: readonly WatchOutage[];
  /** Spans that end with a fresh list, which does not show what was created and deleted in between. */
  readonly relists: readonly WatchOutage[];
  /** Whether gets and lists are answered from the past at times. */
  readonly readsAreOld: boolean;
  /** Spans in which a view may be older than it was before. */
  readonly staleLists: readonly WatchOutage[];
  /** What each node has, by name; empty without a cluster. */
  readonly rooms: ReadonlyMap<string, NodeAmounts>;
  /** When nodes come back: their kubelets remember nothing of before. */
  readonly returns: readonly NodeReturn[];
}

/** A node that comes back, at an instant of the run. */
export interface NodeReturn {
  readonly node: string;
  readonly atMs: number;
}

/** From the last thing that a watch shows to the moment at which it has caught up. */
export interface WatchOutage {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Reads the circumstances of a run from its plan. */
export function circumstancesOf({
  epochMs,
  watchLagMs,
  apiLatencyMs,
  controllerManager,
  disturbances = [],
  schedule,
  cluster,
  actions,
}: SimulationPlan): Circumstances {
  const watches = disturbances.filter(isOfWatches).filter(({ kind }) => kind !== "repeat");
  const cuts = [...watches].sort((a, b) => a.atMs - b.atMs);
  const relists = cuts.filter((cut) => cut.kind === "relist");
  const oldLists = disturbances.filter(isOldList);
  // What takes effect late is also seen late.
  const lateMs = Math.max(0, ...disturbances.filter(isLateWrites).map(({ byMs }) => byMs));
  const slowMs = Math.max(0, ...disturbances.filter(isSlowCalls).map(({ upToMs }) => upToMs));
  const outages = merged([...cuts.map((cut) => spanOf(cut, cuts)), ...oldLists.map(spanOfOldList)]);
  return {
    epochMs,
    watchLagMs: Math.max(watchLagMs?.jobs ?? 0, watchLagMs?.pods ?? 0) + heldMsOf(schedule) + lateMs,
    apiLatencyMs: (apiLatencyMs ?? 0) + slowMs,
    turnMs: controllerManager?.kubeApi === undefined ? 0 : (REQUESTS_IN_TURN * 1000) / controllerManager.kubeApi.qps,
    outages: merged([...outages, ...startsBehind(schedule)]),
    rooms: new Map(cluster?.nodes.map((node) => [node.name, roomOf(node)])),
    returns: [
      ...(cluster?.outages ?? []).flatMap(({ node, atMs, downMs }) =>
        downMs === undefined ? [] : [{ node, atMs: atMs + downMs }],
      ),
      ...actions.flatMap((action) => (action.op === "returnNode" ? [{ node: action.node, atMs: action.atMs }] : [])),
    ],
    readsAreOld: disturbances.some(isStaleReads),
    relists: relists.map((cut) => unseenBefore(cut, cuts)),
    staleLists: [
      ...relists
        .filter((cut) => (cut.behindMs ?? 0) > 0)
        // A watch that breaks again before it has caught up stays
        // behind, and what it hid may be missed in the other view.
        .map((cut) => ({ fromMs: cut.atMs + cut.forMs, toMs: outageAround(cut, cuts, outages).toMs })),
      ...oldLists.map((list) => ({ fromMs: list.atMs, toMs: endOf(list) })),
      ...startsBehind(schedule).map(({ fromMs, toMs }) => ({ fromMs: (fromMs + toMs) / 2, toMs })),
    ],
  };
}

/** What a node is planned to have, in billionths; without a limit it is not a key. */
function roomOf({ room, capacity }: NonNullable<SimulationPlan["cluster"]>["nodes"][number]): NodeAmounts {
  const { pods, cpuMilli, memoryBytes } = room;
  const planned = new Map([["pods", BigInt(pods) * ONE]]);
  if (cpuMilli !== undefined) planned.set("cpu", BigInt(cpuMilli) * (ONE / 1_000n));
  if (memoryBytes !== undefined) planned.set("memory", BigInt(memoryBytes) * ONE);
  return new Map([...planned, ...amountsOf(capacity)]);
}

/** A delivery waits for those before it, so holds add up; what is sent late is also seen late. */
function heldMsOf(schedule: RunSchedule | undefined): number {
  if (schedule === undefined) return 0;
  return (
    schedule.heldMs * schedule.choices.filter(({ kind, option }) => kind === "delivery" || isLate(kind, option)).length
  );
}

/** From what the first lists of a process show to the instant at which it has caught up. */
function startsBehind(schedule: RunSchedule | undefined): WatchOutage[] {
  if (schedule === undefined) return [];
  const { choices, heldMs } = schedule;
  return choices
    .filter(({ kind }) => kind === "start")
    .map(({ atMs }) =>
      atMs === undefined
        ? { fromMs: 0, toMs: Number.POSITIVE_INFINITY }
        : { fromMs: atMs - heldMs, toMs: atMs + heldMs },
    );
}

function isLate(kind: ChoiceKind, option: number): boolean {
  return kind === "write" && WRITE_FATES[option] === "late";
}

/** Merges spans that overlap. */
function merged(spans: readonly WatchOutage[]): WatchOutage[] {
  const all: WatchOutage[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last === undefined || fromMs > last.toMs) all.push({ fromMs, toMs });
    else all[all.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
  }
  return all;
}

/** A process that starts may see the state from before the cache fell behind, and catches up that much later. */
function spanOfOldList(list: OldList): WatchOutage {
  return { fromMs: list.atMs - list.behindMs, toMs: endOf(list) };
}

/** From the instant that the view may show during an outage, because a list may be older than that, to its end. */
function spanOf(cut: WatchDisturbance, cuts: readonly WatchDisturbance[]): WatchOutage {
  const { atMs, forMs, kind, resource } = cut;
  const others = cuts.filter((other) => other.resource === resource);
  if (kind === "late") {
    // Simultaneous delays add up.
    let byMs = 0;
    for (const other of others) {
      if (other.kind === "late" && other.atMs < atMs + forMs && atMs < other.atMs + other.forMs) byMs += other.byMs;
    }
    return { fromMs: atMs, toMs: atMs + forMs + byMs };
  }
  if (kind !== "relist") return { fromMs: atMs, toMs: endOf(cut) };
  // Outages that run into each other end together, with one list.
  let listedMs = atMs + forMs;
  for (const other of others) {
    if (other.kind !== "late" && other.atMs <= listedMs) listedMs = Math.max(listedMs, other.atMs + other.forMs);
  }
  const { behindMs = 0 } = cut;
  return { fromMs: Math.min(atMs, atMs + forMs - behindMs), toMs: listedMs + behindMs };
}

/** A list also replaces whatever was held back when its watch broke. */
function unseenBefore(cut: WatchDisturbance, cuts: readonly WatchDisturbance[]): WatchOutage {
  const ofResource = cuts.filter(({ resource }) => resource === cut.resource).map((other) => spanOf(other, cuts));
  return { fromMs: outageAround(cut, cuts, merged(ofResource)).fromMs, toMs: spanOf(cut, cuts).toMs };
}

/** Which of some merged outages one belongs to. */
function outageAround(
  cut: WatchDisturbance,
  cuts: readonly WatchDisturbance[],
  outages: readonly WatchOutage[],
): WatchOutage {
  const own = spanOf(cut, cuts);
  return outages.find(({ toMs }) => toMs >= own.toMs) ?? own;
}

/** How old the view that an effect is based on can be: the lag of the watch, and the time since the sync began. */
export function effectiveDelayMs({ watchLagMs, apiLatencyMs, turnMs }: Circumstances): number {
  return watchLagMs + CALLS_PER_SYNC * apiLatencyMs + turnMs;
}
