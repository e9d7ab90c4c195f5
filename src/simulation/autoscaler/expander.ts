/** Which of the pools that would help is made larger. */

import { amountsOf } from "../../api/resource-amounts.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import { resourcesOf } from "../../scheduler/resources.ts";
import type { Expander } from "./pool.ts";

/** What one pool could do for the pods that wait. */
export interface Option {
  readonly pool: string;
  /** New nodes. */
  readonly nodes: number;
  /** What would run on them. */
  readonly pods: readonly PodInfo[];
  /** One of them. */
  readonly node: NodeFacts;
}

/**
 * The best option; chance decides among equals.
 *
 * @param options at least one
 * @param drawIndex a whole number at least 0 and less than `below`
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

/** The least is the best. */
const SCORES: Readonly<Record<Expander, (option: Option) => number>> = {
  "least-waste": wasteOf,
  "most-pods": ({ pods }) => -pods.length,
  random: () => 0,
};

/** The shares of CPU and memory that nobody would use, added up. */
function wasteOf({ nodes, pods, node }: Option): number {
  const { milliCpu, memory } = resourcesOf(amountsOf(node.status?.allocatable));
  const cpu = pods.reduce((sum, { shape }) => sum + shape.requests.milliCpu, 0);
  const bytes = pods.reduce((sum, { shape }) => sum + shape.requests.memory, 0);
  return unused(milliCpu * nodes, cpu) + unused(memory * nodes, bytes);
}

function unused(all: number, used: number): number {
  return all === 0 ? 0 : (all - used) / all;
}
