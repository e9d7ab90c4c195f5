/** Under which circumstances a run is judged: what delays are part of the plan. */

import { type Disturbance, endOf } from "../../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";

/** Calls that one sync can make one after the other: batches of creations, two writes, the removals between them. */
const CALLS_PER_SYNC = 12;

export interface Circumstances {
  /** The instant that virtual time 0 stands for. */
  readonly epochMs: number;
  /** The largest delay of a watch. */
  readonly watchLagMs: number;
  readonly apiLatencyMs: number;
  /** Spans in which a watch delivers nothing. */
  readonly outages: readonly Outage[];
  /** Whether some outage ends with a fresh list, which does not show what came and went meanwhile. */
  readonly relists: boolean;
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
  disturbances = [],
}: SimulationPlan): Circumstances {
  return {
    epochMs,
    watchLagMs: Math.max(watchLagMs?.jobs ?? 0, watchLagMs?.pods ?? 0),
    apiLatencyMs: apiLatencyMs ?? 0,
    outages: outagesOf(disturbances),
    relists: disturbances.some(({ kind }) => kind === "relist"),
  };
}

/** The outages of watches; those that overlap are one. */
function outagesOf(disturbances: readonly Disturbance[]): Outage[] {
  const merged: Outage[] = [];
  const cuts = disturbances.filter((disturbance) => "resource" in disturbance).sort((a, b) => a.atMs - b.atMs);
  for (const cut of cuts) {
    const last = merged.at(-1);
    const toMs = endOf(cut);
    if (last === undefined || cut.atMs > last.toMs) merged.push({ fromMs: cut.atMs, toMs });
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
  }
  return merged;
}

/** How old the view can be that an effect is based on: the lag of the watch, and the time since the sync began. */
export function effectiveDelayMs({ watchLagMs, apiLatencyMs }: Circumstances): number {
  return watchLagMs + CALLS_PER_SYNC * apiLatencyMs;
}
