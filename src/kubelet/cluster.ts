/**
 * Nodes with room for pods: where a pod fits, who waits, and what an image costs the first pod of a node.
 *
 * A small stand-in for kube-scheduler: a pod goes to the node with the largest share left of what it asks for, the
 * first of equals; pods that fit nowhere wait in the order in which they came, and later ones that fit may pass.
 */

import { parseQuantity } from "../api/quantity.ts";
import type { PodSpec } from "../api/types.ts";

/** What a pod asks for. Thousandths of a CPU, and bytes. */
export interface Room {
  readonly pods: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Room on a node; what is left out has no limit. */
export type NodeRoom = Pick<Room, "pods"> & Partial<Room>;

const WITHOUT_LIMIT: Omit<Room, "pods"> = { cpuMilli: Number.POSITIVE_INFINITY, memoryBytes: Number.POSITIVE_INFINITY };

export interface NodeSpec {
  readonly name: string;
  readonly room: NodeRoom;
  readonly zone?: string;
}

export interface ClusterSpec {
  readonly nodes: readonly NodeSpec[];
  /** How long the first pod of an image waits on a node; those that come meanwhile wait for the rest of it. */
  readonly imagePullMs: number;
}

/** A pod that waits for room, or has it. */
export interface Tenant {
  readonly uid: string;
  readonly spec: PodSpec;
  /** There is room on a node now. */
  placed(node: string, imageDelayMs: number): void;
}

interface NodeState {
  readonly spec: NodeSpec;
  /** Of the empty node. */
  readonly room: Room;
  schedulable: boolean;
  pods: number;
  cpuMilli: number;
  memoryBytes: number;
  /** When each image is there. */
  readonly imagesMs: Map<string, number>;
  readonly tenants: Set<string>;
}

interface Placement {
  readonly node: NodeState;
  readonly asks: Room;
}

export class Cluster {
  readonly #nodes: readonly NodeState[];
  readonly #byName: ReadonlyMap<string, NodeState>;
  readonly #imagePullMs: number;
  readonly #nowMs: () => number;
  readonly #placements = new Map<string, Placement>();
  readonly #waiting = new Map<string, Tenant>();

  constructor({ nodes, imagePullMs }: ClusterSpec, nowMs: () => number) {
    this.#nodes = nodes.map((spec) => {
      const room = { ...WITHOUT_LIMIT, ...spec.room };
      return { spec, room, schedulable: true, ...room, imagesMs: new Map(), tenants: new Set() };
    });
    this.#byName = new Map(this.#nodes.map((node) => [node.spec.name, node]));
    this.#imagePullMs = imagePullMs;
    this.#nowMs = nowMs;
  }

  /** Finds room for a pod, now or later; returns whether it was now. */
  admit(tenant: Tenant): boolean {
    if (this.#place(tenant)) return true;
    this.#waiting.set(tenant.uid, tenant);
    return false;
  }

  /** The pod is over: its room is free, or it waits no longer. */
  release(uid: string): void {
    this.#waiting.delete(uid);
    const placement = this.#placements.get(uid);
    if (placement === undefined) return;
    const { node, asks } = placement;
    this.#placements.delete(uid);
    node.tenants.delete(uid);
    node.pods += asks.pods;
    node.cpuMilli += asks.cpuMilli;
    node.memoryBytes += asks.memoryBytes;
    this.#serveWaiting();
  }

  /** Opens or closes a node for new pods. */
  setSchedulable(name: string, schedulable: boolean): void {
    const node = this.#byName.get(name);
    if (node === undefined) return;
    node.schedulable = schedulable;
    if (schedulable) this.#serveWaiting();
  }

  /** A node that comes back is another machine: it has no images. */
  forgetImages(name: string): void {
    this.#byName.get(name)?.imagesMs.clear();
  }

  /** UIDs of the pods on a node, in the order in which they came. */
  podsOn(name: string): readonly string[] {
    return [...(this.#byName.get(name)?.tenants ?? [])];
  }

  #serveWaiting(): void {
    // What does not fit now does not fit a moment later either: pods of one Job share their spec.
    const hopeless = new Set<PodSpec>();
    for (const tenant of this.#waiting.values()) {
      if (hopeless.has(tenant.spec)) continue;
      if (this.#place(tenant)) this.#waiting.delete(tenant.uid);
      else hopeless.add(tenant.spec);
    }
  }

  #place(tenant: Tenant): boolean {
    const asks = requestsOf(tenant.spec);
    let best: NodeState | undefined;
    let bestLeft = -1;
    for (const node of this.#nodes) {
      if (!node.schedulable || !fits(node, asks)) continue;
      const left = shareLeft(node, asks);
      if (left > bestLeft) {
        best = node;
        bestLeft = left;
      }
    }
    if (best === undefined) return false;
    best.pods -= asks.pods;
    best.cpuMilli -= asks.cpuMilli;
    best.memoryBytes -= asks.memoryBytes;
    best.tenants.add(tenant.uid);
    this.#placements.set(tenant.uid, { node: best, asks });
    tenant.placed(best.spec.name, this.#imageDelayMs(best, tenant.spec));
    return true;
  }

  #imageDelayMs(node: NodeState, { containers }: PodSpec): number {
    if (this.#imagePullMs === 0) return 0;
    const nowMs = this.#nowMs();
    let readyMs = nowMs;
    for (const { image = "" } of containers) {
      const pulledMs = node.imagesMs.get(image) ?? nowMs + this.#imagePullMs;
      node.imagesMs.set(image, pulledMs);
      readyMs = Math.max(readyMs, pulledMs);
    }
    return readyMs - nowMs;
  }
}

function fits(node: NodeState, asks: Room): boolean {
  return node.pods >= asks.pods && node.cpuMilli >= asks.cpuMilli && node.memoryBytes >= asks.memoryBytes;
}

/** The smallest share that would be left of anything the pod asks for. */
function shareLeft({ room, ...free }: NodeState, asks: Room): number {
  const share = (left: number, of: number, asked: number) =>
    asked === 0 || !Number.isFinite(of) ? 1 : (left - asked) / of;
  return Math.min(
    share(free.pods, room.pods, asks.pods),
    share(free.cpuMilli, room.cpuMilli, asks.cpuMilli),
    share(free.memoryBytes, room.memoryBytes, asks.memoryBytes),
  );
}

const known = new WeakMap<PodSpec, Room>();

/** What a pod asks for: one place, and the requests of its containers. Pods of a Job share their spec. */
export function requestsOf(spec: PodSpec): Room {
  const before = known.get(spec);
  if (before !== undefined) return before;
  const asks = {
    pods: 1,
    cpuMilli: sumOf(spec, "cpu") * 1000,
    memoryBytes: sumOf(spec, "memory"),
  };
  known.set(spec, asks);
  return asks;
}

function sumOf({ containers }: PodSpec, resource: "cpu" | "memory"): number {
  return containers.reduce((sum, { resources }) => sum + amountOf(resources, resource), 0);
}

function amountOf(resources: unknown, resource: string): number {
  const requests = partOf(resources, "requests") ?? partOf(resources, "limits");
  const text = partOf(requests, resource);
  const quantity = typeof text === "string" || typeof text === "number" ? parseQuantity(String(text)) : undefined;
  return quantity === undefined ? 0 : Number(quantity.billionths) / 1e9;
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
