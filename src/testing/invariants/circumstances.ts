/** Under which circumstances a run is judged: what delays are part of the plan. */

import {
  endOf,
  isOfWatches,
  isOldList,
  type OldList,
  type WatchDisturbance,
} from "../../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";

/** Calls that one sync can make one after the other: batches of creations, two writes, the removals between them. */
const CALLS_PER_SYNC = 12;
/** Requests that wait for their turn before those of a sync, and its own: a few Jobs with a few pods each. */
const REQUESTS_IN_TURN = 40;

export interface Circumstances {
  /** The instant that virtual time 0 stands for. */
  readonly epochMs: number;
  /** The largest delay of a watch. */
  readonly watchLagMs: number;
  readonly apiLatencyMs: number;
  /** How long requests may wait for their turn. */
  readonly turnMs: number;
  /** Spans in which a watch delivers nothing. */
  readonly outages: readonly Outage[];
  /** Spans that end with a fresh list, which does not show what came and went meanwhile. */
  readonly relists: readonly Outage[];
  /** Spans in which a view may be older than it was before. */
  readonly staleLists: readonly Outage[];
}

/** From the last thing that a watch shows to the moment at which it has caught up. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Reads the circumstances of a run off its plan. */
export function circumstancesOf({
  epochMs,
  watchLagMs,
  apiLatencyMs,
  controllerManager,
  disturbances = [],
}: SimulationPlan): Circumstances {
  const cuts = disturbances.filter(isOfWatches).filter(({ kind }) => kind !== "repeat");
  const oldLists = disturbances.filter(isOldList);
  return {
    epochMs,
    watchLagMs: Math.max(watchLagMs?.jobs ?? 0, watchLagMs?.pods ?? 0),
    apiLatencyMs: apiLatencyMs ?? 0,
    turnMs: controllerManager?.kubeApi === undefined ? 0 : (REQUESTS_IN_TURN * 1000) / controllerManager.kubeApi.qps,
    outages: outagesOf([...cuts.map((cut) => spanOf(cut, cuts)), ...oldLists.map(spanOfOldList)]),
    relists: cuts.filter(({ kind }) => kind === "relist").map((cut) => spanOf(cut, cuts)),
    staleLists: [
      ...cuts
        .filter((cut) => cut.kind === "relist" && (cut.behindMs ?? 0) > 0)
        .map((cut) => ({ fromMs: cut.atMs + cut.forMs, toMs: spanOf(cut, cuts).toMs })),
      ...oldLists.map((list) => ({ fromMs: list.atMs, toMs: endOf(list) })),
    ],
  };
}

/** The outages of watches; those that overlap are one. */
function outagesOf(spans: readonly Outage[]): Outage[] {
  const merged: Outage[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last === undefined || fromMs > last.toMs) merged.push({ fromMs, toMs });
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
  }
  return merged;
}

/** A process that starts may see what was so before the cache fell behind, and catches up that much later. */
function spanOfOldList(list: OldList): Outage {
  return { fromMs: list.atMs - list.behindMs, toMs: endOf(list) };
}

/** From the instant that the view may be of during an outage, since a list may be older than that, to its end. */
function spanOf(cut: WatchDisturbance, cuts: readonly WatchDisturbance[]): Outage {
  if (cut.kind !== "relist") return { fromMs: cut.atMs, toMs: endOf(cut) };
  // Outages that run into each other end together, with one list.
  let listedMs = cut.atMs + cut.forMs;
  for (const other of [...cuts].sort((a, b) => a.atMs - b.atMs)) {
    if (other.resource === cut.resource && other.atMs <= listedMs)
      listedMs = Math.max(listedMs, other.atMs + other.forMs);
  }
  const { behindMs = 0 } = cut;
  return { fromMs: Math.min(cut.atMs, cut.atMs + cut.forMs - behindMs), toMs: listedMs + behindMs };
}

/** How old the view can be that an effect is based on: the lag of the watch, and the time since the sync began. */
export function effectiveDelayMs({ watchLagMs, apiLatencyMs, turnMs }: Circumstances): number {
  return watchLagMs + CALLS_PER_SYNC * apiLatencyMs + turnMs;
}
