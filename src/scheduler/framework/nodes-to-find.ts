/** How many feasible nodes are enough, so that large clusters are not searched completely. */

/** Smaller clusters are always searched completely. */
const FEWEST_NODES = 100;
const LOWEST_PERCENTAGE = 5;
const HIGHEST_PERCENTAGE = 50;
/** One percent less for every 125 nodes. */
const NODES_PER_PERCENT = 125;

/**
 * How many feasible nodes to look for (`numFeasibleNodesToFind`).
 *
 * @param percentage percentage of the nodes; 0 adapts to the size of the cluster: 50 % minus 1 % for every 125 nodes,
 *   at least 5 %
 */
export function nodesToFind(nodeCount: number, percentage: number): number {
  if (nodeCount < FEWEST_NODES) return nodeCount;
  const adaptive = Math.max(LOWEST_PERCENTAGE, HIGHEST_PERCENTAGE - Math.trunc(nodeCount / NODES_PER_PERCENT));
  const share = percentage === 0 ? adaptive : percentage;
  return Math.max(FEWEST_NODES, Math.trunc((nodeCount * share) / 100));
}
