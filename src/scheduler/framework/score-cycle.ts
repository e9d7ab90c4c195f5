/** Scores the feasible nodes (`prioritizeNodes`). */

import type { Snapshot } from "../cluster-state.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import type { ScorePlugin } from "./plugin.ts";

/** The weighted scores of one plugin, in the order of the nodes. */
export interface PluginScores {
  readonly plugin: string;
  readonly scores: readonly number[];
}

/** The scores of all plugins that score the pod. */
export function scoreNodes(
  plugins: readonly ScorePlugin[],
  pod: PodInfo,
  nodes: readonly NodeInfo[],
  snapshot: Snapshot,
  switches: SchedulerSwitches,
): PluginScores[] {
  const result: PluginScores[] = [];
  for (const { name, weight, preScore } of plugins) {
    const scorer = preScore(pod, nodes, snapshot, switches);
    if (scorer === undefined) continue;
    const scores = nodes.map((node) => scorer.score(node));
    scorer.normalise?.(scores, nodes);
    result.push({ plugin: name, scores: scores.map((score) => score * weight) });
  }
  return result;
}

/** The total score of each node. */
export function totalsOf(all: readonly PluginScores[], count: number): number[] {
  const totals = new Array<number>(count).fill(0);
  for (const { scores } of all) for (let at = 0; at < count; at++) totals[at] = (totals[at] ?? 0) + (scores[at] ?? 0);
  return totals;
}
