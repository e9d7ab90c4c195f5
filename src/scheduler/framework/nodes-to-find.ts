/** How many nodes that fit are enough, so that large clusters need not be searched to the end. */

/** Smaller clusters are always searched to the end. */
const FEWEST_NODES = 100;
const LOWEST_PERCENTAGE = 5;
const HIGHEST_PERCENTAGE = 50;
/** For each of so many nodes one percent less. */
const NODES_PER_PERCENT = 125;

/**
 * How many nodes that fit are looked for (`numFeasibleNodesToFind`).
 *
 * @param percentage share of the nodes in percent; 0 chooses by the size of the cluster: 50 % less 1 % for each 125
 *   nodes, at least 5 %
 */
export function nodesToFind(nodeCount: number, percentage: number): number {
  if (nodeCount < FEWEST_NODES) return nodeCount;
  const adaptive = Math.max(LOWEST_PERCENTAGE, HIGHEST_PERCENTAGE - Math.trunc(nodeCount / NODES_PER_PERCENT));
  const share = percentage === 0 ? adaptive : percentage;
  return Math.max(FEWEST_NODES, Math.trunc((nodeCount * share) / 100));
}
