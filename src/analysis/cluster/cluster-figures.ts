/** A cluster in numbers: how long pods waited for a node, how much of the nodes they used, and what the nodes cost. */

import { quantileSorted } from "simple-statistics";

import { podRequests } from "../../api/pod-resources.ts";
import { amountsOf } from "../../api/resource-amounts.ts";
import type { Span } from "./node-presence.ts";
import type { ClusterAccount, NodeStay } from "./stays.ts";

/** How long pods waited from their creation until they had a node. */
export interface WaitingFigures {
  /** Pods that got a node. */
  readonly pods: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  /** Pods that had none when they were deleted, or at the end. */
  readonly neverPlaced: number;
}

/** How much of a resource was used; amounts are in its unit times hours (CPU hours, GPU hours, byte hours). */
export interface ResourceUse {
  readonly name: string;
  readonly usedHours: number;
  readonly availableHours: number;
}

/** Figures about the nodes and pods of a cluster. */
export interface ClusterFigures {
  readonly nodes: number;
  readonly nodeHours: number;
  readonly waiting: WaitingFigures;
  /** As a share of the nodes' `capacity`, `cpu` or `memory`; by name. */
  readonly utilisation: readonly ResourceUse[];
  /** What the nodes cost while they existed; absent if no node has a price. */
  readonly cost?: number;
}

const HOUR_MS = 3_600_000;

/** Sums up how the nodes of a run were used. */
export function clusterFigures({ nodes, stays, presence }: ClusterAccount): ClusterFigures {
  const hoursOf = (name: string) => (presence.get(name) ?? []).reduce((sum, span) => sum + lengthMs(span), 0) / HOUR_MS;
  const available = new Map<string, number>();
  let cost = 0;
  let nodeHours = 0;
  for (const { name, room, capacity = {}, pricePerHour = 0 } of nodes) {
    const hours = hoursOf(name);
    nodeHours += hours;
    cost += hours * pricePerHour;
    const short = {
      ...(room.cpuMilli === undefined ? {} : { cpu: `${room.cpuMilli}m` }),
      ...(room.memoryBytes === undefined ? {} : { memory: String(room.memoryBytes) }),
    };
    for (const [resource, { billionths }] of amountsOf({ ...short, ...capacity })) {
      if (resource === "pods") continue;
      available.set(resource, (available.get(resource) ?? 0) + (Number(billionths) / 1e9) * hours);
    }
  }
  const used = usedHours(stays);
  const utilisation = [...available]
    .filter(([, hours]) => hours > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, availableHours]) => ({ name, usedHours: used.get(name) ?? 0, availableHours }));
  const hasPrices = nodes.some(({ pricePerHour }) => pricePerHour !== undefined);
  return {
    nodes: nodes.length,
    nodeHours,
    waiting: waitingOf(stays),
    utilisation,
    ...(hasPrices ? { cost } : {}),
  };
}

function lengthMs({ fromMs, toMs }: Span): number {
  return toMs - fromMs;
}

function usedHours(stays: readonly NodeStay[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { boundMs, leftMs, pod } of stays) {
    if (boundMs === undefined) continue;
    for (const [name, { billionths }] of podRequests(pod)) {
      const hours = (Number(billionths) / 1e9) * ((leftMs - boundMs) / HOUR_MS);
      used.set(name, (used.get(name) ?? 0) + hours);
    }
  }
  return used;
}

function waitingOf(stays: readonly NodeStay[]): WaitingFigures {
  const waits = stays
    .flatMap(({ createdMs, boundMs }) => (boundMs === undefined ? [] : [boundMs - createdMs]))
    .sort((a, b) => a - b);
  const quantile = (share: number) => (waits.length === 0 ? 0 : quantileSorted(waits, share));
  return {
    pods: waits.length,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    longestMs: waits.at(-1) ?? 0,
    neverPlaced: stays.length - waits.length,
  };
}
