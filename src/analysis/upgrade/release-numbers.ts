/** How a plan turns out in one release, over many seeds. */

import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import { measurePlayed, playToEnd, type RunMeasures } from "../measures.ts";
import { summarize } from "../summary.ts";

/** Figures about the runs of one release. */
export interface ReleaseNumbers {
  readonly release: Release;
  readonly runs: number;
  /** Share of the runs in which every Job completed. */
  readonly success: number;
  /** Median over the runs that ended; absent if none did. */
  readonly makespanMs?: number;
  readonly retries: number;
  readonly pods: number;
  readonly wastedPodSeconds: number;
  /** How often the Jobs ended in each way: `Complete`, `Failed BackoffLimitExceeded` and the like. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Plays a plan once for each seed. */
export function numbersOf(planFor: (seed: string) => SimulationPlan, release: Release, seeds: number): ReleaseNumbers {
  const outcomes = new Map<string, number>();
  const measures: RunMeasures[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const simulation = playToEnd({ ...planFor(String(seed)), kubernetes: release });
    measures.push(measurePlayed(simulation));
    for (const { outcome, reason } of summarize(simulation).jobs) {
      const text = outcome === "Failed" && reason !== undefined ? `${outcome} ${reason}` : outcome;
      outcomes.set(text, (outcomes.get(text) ?? 0) + 1);
    }
  }
  const makespanMs = median(measures.flatMap((run) => run.makespanMs ?? []));
  return {
    release,
    runs: measures.length,
    success: mean(measures.map(({ success }) => Number(success))) ?? 0,
    ...(makespanMs === undefined ? {} : { makespanMs }),
    retries: mean(measures.map(({ retries }) => retries)) ?? 0,
    pods: mean(measures.map(({ pods }) => pods)) ?? 0,
    wastedPodSeconds: mean(measures.map(({ wastedPodSeconds }) => wastedPodSeconds)) ?? 0,
    outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
