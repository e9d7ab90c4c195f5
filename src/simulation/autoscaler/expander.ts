/** Chooses the pool to grow. */

import { amountsOf } from "../../api/resource-amounts.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import { resourcesOf } from "../../scheduler/resources.ts";
import type { Expander } from "./pool.ts";

/** How one pool could help the waiting pods. */
export interface Option {
  readonly pool: string;
  /** Number of new nodes. */
  readonly nodes: number;
  /** The pods that would run on them. */
  readonly pods: readonly PodInfo[];
  /** The template of one of them. */
  readonly node: NodeFacts;
}

/**
 * The best option; ties are broken at random.
 *
 * @param options at least one
 * @param drawIndex draws a whole number from 0 to `below` - 1
 */
export function chooseOption(
  expander: Expander,
  options: readonly Option[],
  drawIndex: (below: number) => number,
): Option | undefined {
  const scored = options.map((option) => ({ option, score: SCORES[expander](option) }));
  const least = Math.min(...scored.map(({ score }) => score));
  const best = scored.filter(({ score }) => score === least).map(({ option }) => option);
  return best.length <= 1 ? best[0] : best[drawIndex(best.length)];
}

/** Lower is better. */
const SCORES: Readonly<Record<Expander, (option: Option) => number>> = {
  "least-waste": wasteOf,
  "most-pods": ({ pods }) => -pods.length,
  random: () => 0,
};

/** The sum of the unused fractions of CPU and memory. */
function wasteOf({ nodes, pods, node }: Option): number {
  const { milliCpu, memory } = resourcesOf(amountsOf(node.status?.allocatable));
  const cpu = pods.reduce((sum, { shape }) => sum + shape.requests.milliCpu, 0);
  const bytes = pods.reduce((sum, { shape }) => sum + shape.requests.memory, 0);
  return unused(milliCpu * nodes, cpu) + unused(memory * nodes, bytes);
}

function unused(all: number, used: number): number {
  return all === 0 ? 0 : (all - used) / all;
}
