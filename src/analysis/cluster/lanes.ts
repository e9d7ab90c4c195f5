/** A cluster over time, as lanes: how full nodes were, how many pods waited, and how much of each quota was used. */

import { podRequests } from "../../api/pod-resources.ts";
import { amountsOf } from "../../api/resource-amounts.ts";
import { podUsage } from "../../apiserver/admission/quota/pod-usage.ts";
import { isMeant } from "../../apiserver/admission/quota/scopes.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { RunReading } from "../run-reading.ts";
import { type ClusterAccount, type NodeStay, readNodes } from "./stays.ts";

/** One strip of a picture: a value for each slice of the run, all of the same length. */
export interface Lane {
  readonly kind: "nodes" | "waiting" | "quota";
  readonly name: string;
  /** What the top of the lane means. */
  readonly top: string;
  /** From 0 to 1, the mean of each slice. */
  readonly shares: readonly number[];
  /** The maximum, in words. */
  readonly peak: string;
}

/** Pods of one owner that waited, and the reason they were given. */
export interface Waiting {
  readonly owner: string;
  readonly pods: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly message: string;
}

/** Which pods ran on which nodes, as lanes of a chart. */
export interface ClusterLanes {
  readonly endMs: number;
  readonly lanes: readonly Lane[];
  /** The longest first. */
  readonly waiting: readonly Waiting[];
}

const SLICES = 240;
/** If there are more nodes than this, nodes of a kind share a lane. */
const MOST_NODE_LANES = 24;
const MOST_WAITING = 12;

/**
 * The nodes and the quotas of a run over time.
 *
 * @param simulation a run; its log must be there in full, unless it was followed
 * @param read what was read while the run went on
 * @returns nothing if the run has neither nodes nor quotas
 */
export function clusterLanes(
  simulation: Simulation,
  { cluster: account, stays }: Pick<RunReading, "cluster" | "stays"> = readNodes(simulation),
): ClusterLanes | undefined {
  const { plan, loop } = simulation;
  const { resourceQuotas = [] } = plan;
  if (account === undefined && resourceQuotas.length === 0) return undefined;
  const endMs = Math.max(1, loop.nowMs);
  const nodes = account === undefined ? [] : [...nodeLanes(account, endMs), waitingLane(account.stays, endMs)];
  const quotas = resourceQuotas.flatMap((quota) =>
    Object.entries(quota.hard).map(([resource, hard]): Lane => {
      const mine = stays.filter(
        ({ pod, namespace }) =>
          (quota.namespace === undefined || quota.namespace === namespace) && isMeant({ spec: quota }, pod.spec),
      );
      const used = new Slices(endMs);
      for (const { pod, createdMs, leftMs } of mine) {
        used.add(createdMs, leftMs, numberOf(podUsage(pod, 0).get(resource)?.billionths));
      }
      const most = numberOf(amountsOf({ [resource]: hard }).get(resource)?.billionths);
      return { kind: "quota", name: `${quota.name}: ${resource}`, top: hard, ...used.against(most) };
    }),
  );
  return { endMs, lanes: [...nodes, ...quotas], waiting: waitingOf(account?.stays ?? []) };
}

/** Amounts over time: what is added counts from one instant to another. */
class Slices {
  readonly #endMs: number;
  readonly #sums = new Float64Array(SLICES);
  readonly #changes: (readonly [atMs: number, by: number])[] = [];

  constructor(endMs: number) {
    this.#endMs = endMs;
  }

  add(fromMs: number, toMs: number, amount: number): void {
    if (amount === 0 || toMs <= fromMs) return;
    this.#changes.push([fromMs, amount], [toMs, -amount]);
    const width = this.#endMs / SLICES;
    const last = Math.min(SLICES - 1, Math.floor(toMs / width));
    for (let at = Math.floor(fromMs / width); at <= last; at++) {
      const overlap = Math.min(toMs, (at + 1) * width) - Math.max(fromMs, at * width);
      this.#sums[at] = (this.#sums[at] ?? 0) + (amount * Math.max(0, overlap)) / width;
    }
  }

  get most(): number {
    let [now, most] = [0, 0];
    const changes = [...this.#changes].sort(([a, up], [b, other]) => a - b || up - other);
    for (const [, by] of changes) {
      now += by;
      most = Math.max(most, now);
    }
    return most;
  }

  get means(): readonly number[] {
    return [...this.#sums];
  }

  /** Shares of what is available. */
  against(all: number): Pick<Lane, "shares" | "peak"> {
    const share = (amount: number) => (all === 0 ? 0 : Math.min(1, amount / all));
    return { shares: this.means.map(share), peak: `at most ${(100 * share(this.most)).toFixed(0)}%` };
  }
}

function nodeLanes({ nodes, stays, presence }: ClusterAccount, endMs: number): Lane[] {
  const groups = new Map<string, PlannedNode[]>();
  for (const node of nodes) {
    const name = nodes.length > MOST_NODE_LANES ? kindOf(node.name) : node.name;
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  const byNode = new Map<string, NodeStay[]>();
  for (const stay of stays) {
    if (stay.node !== undefined) byNode.set(stay.node, [...(byNode.get(stay.node) ?? []), stay]);
  }
  return [...groups].map(([name, members]) => {
    const label = members.length === 1 ? name : `${name} (${members.length})`;
    const mine = members.flatMap((node) => byNode.get(node.name) ?? []);
    const there = new Slices(endMs);
    for (const node of members) {
      for (const { fromMs, toMs } of presence.get(node.name) ?? []) there.add(fromMs, toMs, 1);
    }
    return { kind: "nodes", name: label, ...fullest(members, mine, there, endMs) };
  });
}

/** The resource that is used most decides how full nodes are. */
function fullest(members: readonly PlannedNode[], stays: readonly NodeStay[], there: Slices, endMs: number) {
  const [first] = members;
  const { pods, cpuMilli, memoryBytes } = first?.room ?? { pods: 0 };
  const short = {
    pods: String(pods),
    ...(cpuMilli === undefined ? {} : { cpu: `${cpuMilli}m` }),
    ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }),
  };
  const each = amountsOf({ ...short, ...first?.capacity });
  const candidates = [...each].map(([resource, { billionths }]) => {
    const used = new Slices(endMs);
    for (const { pod, boundMs = endMs, leftMs } of stays) {
      const asked = resource === "pods" ? 1 : numberOf(podRequests(pod).get(resource)?.billionths);
      used.add(boundMs, leftMs, asked);
    }
    const all = numberOf(billionths) * members.length;
    return { top: `all ${resource}`, mean: used.means.reduce((sum, one) => sum + one, 0) / (all || 1), used, all };
  });
  const [most] = candidates.sort((a, b) => b.mean - a.mean);
  if (most === undefined) return { top: "", shares: [], peak: "" };
  const { shares, peak } = most.used.against(most.all);
  // Nodes that come and go provide room for part of the time.
  const share = there.means.map((count) => count / members.length);
  return { top: most.top, peak, shares: shares.map((used, at) => Math.min(1, used / (share[at] || 1))) };
}

function kindOf(name: string): string {
  return name.replace(/-\d+$/, "");
}

function waitingLane(stays: readonly NodeStay[], endMs: number): Lane {
  const waits = new Slices(endMs);
  for (const { createdMs, boundMs, leftMs } of stays) waits.add(createdMs, boundMs ?? leftMs, 1);
  const { most } = waits;
  const { shares } = waits.against(most);
  return { kind: "waiting", name: "pods waiting", top: `${most} pods`, shares, peak: `at most ${most}` };
}

function waitingOf(stays: readonly NodeStay[]): Waiting[] {
  const groups = new Map<string, Waiting>();
  for (const { owner, reasons, createdMs, boundMs, leftMs } of stays) {
    const [first] = reasons;
    if (first === undefined) continue;
    const toMs = boundMs ?? leftMs;
    const key = JSON.stringify([owner, first.message]);
    const known = groups.get(key) ?? { owner, pods: 0, fromMs: createdMs, toMs, message: first.message };
    const fromMs = Math.min(known.fromMs, createdMs);
    groups.set(key, { ...known, pods: known.pods + 1, fromMs, toMs: Math.max(known.toMs, toMs) });
  }
  return [...groups.values()].sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)).slice(0, MOST_WAITING);
}

function numberOf(billionths: bigint | undefined): number {
  return Number(billionths ?? 0n) / 1e9;
}
