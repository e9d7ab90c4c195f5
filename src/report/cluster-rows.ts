/** What a cluster did and cost, as lines of the summary. */

import type { ClusterFigures, ResourceUse } from "../analysis/cluster/cluster-figures.ts";
import { formatShortSpan } from "../analysis/times.ts";
import { formatCount } from "./numbers.ts";

/** Name and text of each line. */
export function clusterRows({ nodes, nodeHours, waiting, utilisation, cost }: ClusterFigures): [string, string][] {
  const { pods, p50Ms, p95Ms, longestMs, neverPlaced } = waiting;
  const placed = `P50 ${formatShortSpan(Math.round(p50Ms))}, P95 ${formatShortSpan(Math.round(p95Ms))}`;
  const waits = pods === 0 ? "no pod got a node" : `${placed}, longest ${formatShortSpan(Math.round(longestMs))}`;
  const never = neverPlaced === 0 ? "" : `; ${formatCount(neverPlaced)} got no node`;
  return [
    ["waiting", `${waits}${never}`],
    ...(utilisation.length === 0 ? [] : [["utilisation", utilisation.map(shareText).join(", ")] as [string, string]]),
    ...(cost === undefined ? [] : [["cost", costText(cost, nodeHours, nodes)] as [string, string]]),
  ];
}

function shareText({ name, usedHours, availableHours }: ResourceUse): string {
  return `${name} ${((100 * usedHours) / availableHours).toFixed(0)}%`;
}

function costText(cost: number, nodeHours: number, nodes: number): string {
  const count = nodes === 1 ? "1 node" : `${formatCount(nodes)} nodes`;
  return `${cost.toFixed(2)} for ${nodeHours.toFixed(1)} node hours of ${count}`;
}
