/** How a scenario writes nodes and their outages: the inverse of `compile-cluster.ts`. */

import { equalJson, type JsonObject } from "../../api/json.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import type { PlannedPool } from "../../simulation/autoscaler/pool.ts";
import { type NodeOutage, SPOT_LEAD_MS } from "../../simulation/nodes/node-outage.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { formatDuration } from "../duration.ts";
import { writeTime } from "./write-time.ts";

/** Nodes of a kind as an entry of `cluster.nodes`, in order. */
export function writeNodeGroups(nodes: readonly PlannedNode[]): JsonObject[] {
  return groupsOf(nodes).map(writeNodes);
}

export function writeCluster({
  nodes,
  imagePullMs,
  outages,
  nodeObjects,
  pools = [],
  expander,
}: NonNullable<SimulationPlan["cluster"]>): JsonObject {
  const drains = outages.filter(({ kind }) => kind === "drain" || kind === "spot").map(writeDrain);
  const losses = outages
    .filter(({ kind }) => kind === "loss" || kind === "removal")
    .map((outage) => ({ ...writeOutage(outage), ...(outage.kind === "removal" ? { removed: true } : {}) }));
  return {
    nodes: writeNodesAndPools(nodes, pools),
    ...(expander === undefined ? {} : { expander }),
    ...(nodeObjects === true ? { nodeObjects } : {}),
    ...(imagePullMs === 0 ? {} : { imagePull: formatDuration(imagePullMs) }),
    ...(drains.length === 0 ? {} : { drains }),
    ...(losses.length === 0 ? {} : { losses }),
  };
}

/** Pools appear where their first node does. */
function writeNodesAndPools(nodes: readonly PlannedNode[], pools: readonly PlannedPool[]): JsonObject[] {
  const poolOf = new Map(pools.flatMap((pool) => pool.nodes.map((name) => [name, pool] as const)));
  const written: JsonObject[] = [];
  let plain: PlannedNode[] = [];
  for (const node of nodes) {
    const pool = poolOf.get(node.name);
    if (pool === undefined) plain.push(node);
    else if (pool.nodes[0] === node.name) {
      written.push(...writeNodeGroups(plain), writePool(pool, node));
      plain = [];
    }
  }
  return [...written, ...writeNodeGroups(plain)];
}

function writePool(
  { name, nodes, min, initial, startAfter, scaleDownAfterMs, spot }: PlannedPool,
  one: PlannedNode,
): JsonObject {
  const { name: _, ...spec } = one;
  const pool = {
    min,
    max: nodes.length,
    startAfter: writeTime(startAfter),
    scaleDownAfter: formatDuration(scaleDownAfterMs),
  };
  const taken = spot && {
    lifetime: writeTime(spot.lifetime),
    notice: formatDuration(spot.leadMs),
    reclaim: spot.reclaim,
  };
  const count = initial === min ? {} : { count: initial };
  return { name, ...count, ...writeNodeSpec(spec), pool, ...(taken === undefined ? {} : { spot: taken }) };
}

interface NodeGroup {
  /** The names of the nodes before their numbers; absent if they have individual names. */
  readonly name?: string;
  readonly names: string[];
  readonly spec: Omit<PlannedNode, "name">;
}

/** Nodes that are alike: numbered from 0, or named individually. */
function groupsOf(nodes: readonly PlannedNode[]): NodeGroup[] {
  const groups: NodeGroup[] = [];
  for (const { name, ...spec } of nodes) {
    const last = groups.at(-1);
    const isAlike = last !== undefined && equalJson(spec, last.spec);
    const isNext = last?.name === undefined ? !name.endsWith("-0") : name === `${last.name}-${last.names.length}`;
    if (isAlike && isNext) last.names.push(name);
    else if (name.endsWith("-0")) groups.push({ name: name.slice(0, -2), names: [name], spec });
    else groups.push({ names: [name], spec });
  }
  return groups;
}

function writeNodes({ name, names, spec }: NodeGroup): JsonObject {
  return { ...(name === undefined ? { names } : { name, count: names.length }), ...writeNodeSpec(spec) };
}

/** What the nodes of a kind have in common, by the keys of a file. */
function writeNodeSpec(spec: Omit<PlannedNode, "name">): JsonObject {
  const { room, capacity, labels, taints, zone, pricePerHour, isCordoned } = spec;
  return {
    slots: room.pods,
    ...(room.cpuMilli === undefined ? {} : { cpu: `${room.cpuMilli}m` }),
    ...(room.memoryBytes === undefined ? {} : { memory: room.memoryBytes }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(labels === undefined ? {} : { labels }),
    ...(taints === undefined ? {} : { taints }),
    ...(zone === undefined ? {} : { zone }),
    ...(isCordoned === true ? { unschedulable: true } : {}),
    ...(pricePerHour === undefined ? {} : { price: pricePerHour }),
  };
}

function writeDrain(outage: NodeOutage): JsonObject {
  const { kind, leadMs = SPOT_LEAD_MS, reclaim } = outage;
  const how = reclaim === undefined ? {} : { reclaim };
  return { ...writeOutage(outage), ...(kind === "spot" ? { takenAfter: formatDuration(leadMs), ...how } : {}) };
}

function writeOutage({ atMs, node, downMs }: NodeOutage): JsonObject {
  return { node, at: formatDuration(atMs), ...(downMs === undefined ? {} : { for: formatDuration(downMs) }) };
}
