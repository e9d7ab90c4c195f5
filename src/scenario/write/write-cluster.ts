/** How a scenario writes nodes and their outages: what `compile-cluster.ts` reads, in the other direction. */

import { equalJson, type JsonObject } from "../../api/json.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import { type NodeOutage, SPOT_LEAD_MS } from "../../simulation/nodes/node-outage.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { formatDuration } from "../duration.ts";

export function writeCluster({ nodes, imagePullMs, outages }: NonNullable<SimulationPlan["cluster"]>): JsonObject {
  const drains = outages.filter(({ kind }) => kind === "drain" || kind === "spot").map(writeDrain);
  const losses = outages
    .filter(({ kind }) => kind === "loss" || kind === "removal")
    .map((outage) => ({ ...writeOutage(outage), ...(outage.kind === "removal" ? { removed: true } : {}) }));
  return {
    nodes: groupsOf(nodes).map(writeNodes),
    ...(imagePullMs === 0 ? {} : { imagePull: formatDuration(imagePullMs) }),
    ...(drains.length === 0 ? {} : { drains }),
    ...(losses.length === 0 ? {} : { losses }),
  };
}

interface NodeGroup {
  readonly name: string;
  readonly spec: Omit<PlannedNode, "name">;
  count: number;
}

/** Nodes that are alike and numbered from 0, as a file names them. */
function groupsOf(nodes: readonly PlannedNode[]): NodeGroup[] {
  const groups: NodeGroup[] = [];
  for (const { name, ...spec } of nodes) {
    const last = groups.at(-1);
    if (last !== undefined && name === `${last.name}-${last.count}` && equalJson(spec, last.spec)) last.count++;
    else if (name.endsWith("-0")) groups.push({ name: name.slice(0, -2), spec, count: 1 });
    else throw new RangeError(`a scenario cannot name a node ${name}: nodes of a kind are numbered from 0`);
  }
  return groups;
}

function writeNodes({ name, spec, count }: NodeGroup): JsonObject {
  const { room, capacity, labels, taints, zone, pricePerHour } = spec;
  return {
    name,
    count,
    slots: room.pods,
    ...(room.cpuMilli === undefined ? {} : { cpu: `${room.cpuMilli}m` }),
    ...(room.memoryBytes === undefined ? {} : { memory: room.memoryBytes }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(labels === undefined ? {} : { labels }),
    ...(taints === undefined ? {} : { taints }),
    ...(zone === undefined ? {} : { zone }),
    ...(pricePerHour === undefined ? {} : { price: pricePerHour }),
  };
}

function writeDrain(outage: NodeOutage): JsonObject {
  const { kind, leadMs = SPOT_LEAD_MS } = outage;
  return { ...writeOutage(outage), ...(kind === "spot" ? { takenAfter: formatDuration(leadMs) } : {}) };
}

function writeOutage({ atMs, node, downMs }: NodeOutage): JsonObject {
  return { node, at: formatDuration(atMs), ...(downMs === undefined ? {} : { for: formatDuration(downMs) }) };
}
