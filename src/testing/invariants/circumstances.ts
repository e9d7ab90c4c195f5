/** Under which circumstances a run is judged: what delays are part of the plan. */

import { type Disturbance, endOf, isOfWatches, type WatchDisturbance } from "../../simulation/faults/disturbance.ts";
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
  /** Whether some outage ends with a fresh list, which does not show what came and went meanwhile. */
  readonly relists: boolean;
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
  return {
    epochMs,
    watchLagMs: Math.max(watchLagMs?.jobs ?? 0, watchLagMs?.pods ?? 0),
    apiLatencyMs: apiLatencyMs ?? 0,
    turnMs: controllerManager?.kubeApi === undefined ? 0 : (REQUESTS_IN_TURN * 1000) / controllerManager.kubeApi.qps,
    outages: outagesOf(disturbances),
    relists: disturbances.some(({ kind }) => kind === "relist"),
    staleLists: disturbances.flatMap((found) => {
      const isStale = found.kind === "relist" && (found.behindMs ?? 0) > 0;
      return isStale ? { fromMs: found.atMs + found.forMs, toMs: endOf(found) } : [];
    }),
  };
}

/** The outages of watches; those that overlap are one. */
function outagesOf(disturbances: readonly Disturbance[]): Outage[] {
  const merged: Outage[] = [];
  const cuts = disturbances.filter(isOfWatches).filter(({ kind }) => kind !== "repeat");
  const spans = cuts.map((cut) => ({ fromMs: oldestSeen(cut), toMs: endOf(cut) })).sort((a, b) => a.fromMs - b.fromMs);
  for (const { fromMs, toMs } of spans) {
    const last = merged.at(-1);
    if (last === undefined || fromMs > last.toMs) merged.push({ fromMs, toMs });
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
  }
  return merged;
}

/** The instant that the view may be of during an outage: a list may be older than the outage. */
function oldestSeen(cut: WatchDisturbance): number {
  return cut.kind === "relist" ? Math.min(cut.atMs, cut.atMs + cut.forMs - (cut.behindMs ?? 0)) : cut.atMs;
}

/** How old the view can be that an effect is based on: the lag of the watch, and the time since the sync began. */
export function effectiveDelayMs({ watchLagMs, apiLatencyMs, turnMs }: Circumstances): number {
  return watchLagMs + CALLS_PER_SYNC * apiLatencyMs + turnMs;
}
