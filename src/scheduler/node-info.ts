/** A node in the scheduler cache: its object, its pods and their resources (framework `NodeInfo`). */

import { amountsOf } from "../api/resource-amounts.ts";
import type { NodeFacts, ResourceList, Taint } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import { BLOCK_BITS, type ChangeCounters, changeCounters } from "./framework/change-counters.ts";
import type { HostNode, PodInfo } from "./pod-info.ts";
import type { HostPort } from "./pod-shape.ts";
import { addResources, copyResources, type Resources, resourcesOf } from "./resources.ts";

const NO_LABELS: StringMap = {};
const NO_TAINTS: readonly Taint[] = [];

/** The capacity of a node, parsed once from its object. */
interface Offer {
  readonly allocatable: Resources;
  readonly allowedPods: number;
}

export class NodeInfo implements HostNode {
  readonly name: string;
  #node: NodeFacts;
  #offer: Offer;
  /** Change counters: one for the node, at `#place`, and one for its block. */
  #counters = changeCounters(1);
  #place = 0;
  #renewals = 0;
  #objectChanges = 0;
  readonly #pods: PodInfo[] = [];
  readonly requested: Resources;
  /** The resources of the pods for scoring. */
  readonly scored: Resources;

  /** @param offer the capacity of the object, if already parsed */
  constructor(node: NodeFacts, offer = offerOf(node)) {
    this.name = node.metadata.name;
    this.#node = node;
    this.#offer = offer;
    this.requested = resourcesOf(new Map());
    this.scored = resourcesOf(new Map());
  }

  /** Increases with every change of the node or its pods. */
  get changes(): number {
    return this.#counters.nodes[this.#place] ?? 0;
  }

  /** Increases with every change of the object. */
  get objectChanges(): number {
    return this.#objectChanges;
  }

  /** Increases when a pod is replaced with a version that has the same requests. */
  get renewals(): number {
    return this.#renewals;
  }

  /** Moves the change counter into an array for all nodes, which is fast to scan. */
  countIn(counters: ChangeCounters, place: number): void {
    counters.nodes[place] = this.changes;
    this.#counters = counters;
    this.#place = place;
  }

  #changed(): void {
    const { nodes, blocks } = this.#counters;
    const block = this.#place >> BLOCK_BITS;
    nodes[this.#place] = (nodes[this.#place] ?? 0) + 1;
    blocks[block] = (blocks[block] ?? 0) + 1;
  }

  get node(): NodeFacts {
    return this.#node;
  }

  set node(node: NodeFacts) {
    this.#node = node;
    this.#offer = offerOf(node);
    this.#objectChanges++;
    this.#changed();
  }

  get labels(): StringMap {
    return this.#node.metadata.labels ?? NO_LABELS;
  }

  get taints(): readonly Taint[] {
    return this.#node.spec?.taints ?? NO_TAINTS;
  }

  /** In the order of the last change, except that the last pod takes the place of one that is removed. */
  get pods(): readonly PodInfo[] {
    return this.#pods;
  }

  get allocatable(): Resources {
    return this.#offer.allocatable;
  }

  get allowedPods(): number {
    return this.#offer.allowedPods;
  }

  /** Adds a pod; returns its place. */
  add(pod: PodInfo): number {
    addResources(this.requested, pod.shape.requests, 1);
    addResources(this.scored, pod.shape.scored, 1);
    this.#changed();
    return this.#pods.push(pod) - 1;
  }

  /** Removes the pod at a place; returns the pod that has taken its place. */
  removeAt(place: number): PodInfo | undefined {
    const pod = this.#pods[place];
    const last = this.#pods.pop();
    if (pod === undefined || last === undefined) return undefined;
    addResources(this.requested, pod.shape.requests, -1);
    addResources(this.scored, pod.shape.scored, -1);
    this.#changed();
    if (last === pod) return undefined;
    this.#pods[place] = last;
    return last;
  }

  /** Removes this version of a pod, in a dry run: pods that were added last are found first. */
  remove(pod: PodInfo): void {
    const place = this.#pods.lastIndexOf(pod);
    if (place >= 0) this.removeAt(place);
  }

  /**
   * Replaces the pod at a place with a version that has the same requests, as happens after every binding. It comes
   * last; returns the pod that has taken its place.
   */
  renew(pod: PodInfo, place: number): PodInfo | undefined {
    const end = this.#pods.length - 1;
    const last = this.#pods[end];
    this.#renewals++;
    this.#pods[end] = pod;
    if (last === undefined || place === end) return undefined;
    this.#pods[place] = last;
    return last;
  }

  /** Whether a pod on the node uses a conflicting port; the wildcard address conflicts with every address. */
  clashes(wanted: readonly HostPort[]): boolean {
    if (wanted.length === 0) return false;
    for (const { shape } of this.#pods) {
      if (shape.hostPorts.length > 0 && portsClash(wanted, shape.hostPorts)) return true;
    }
    return false;
  }

  clone(): NodeInfo {
    const copy = new NodeInfo(this.#node, this.#offer);
    for (const pod of this.#pods) copy.#pods.push(pod);
    Object.assign(copy.requested, copyResources(this.requested));
    Object.assign(copy.scored, copyResources(this.scored));
    return copy;
  }
}

/** Whether any port of one list conflicts with one of the other. */
export function portsClash(some: readonly HostPort[], others: readonly HostPort[]): boolean {
  return some.some((a) =>
    others.some(
      (b) =>
        a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === "0.0.0.0" || b.ip === "0.0.0.0"),
    ),
  );
}

/** The last parsed capacity: consecutive nodes are often of the same kind. */
let lastRead: { readonly amounts: ResourceList; readonly offer: Offer } | undefined;

function offerOf(node: NodeFacts): Offer {
  const amounts = node.status?.allocatable ?? {};
  if (lastRead !== undefined && isSame(lastRead.amounts, amounts)) return lastRead.offer;
  const offer = { allocatable: allocatableOf(node), allowedPods: allowedPodsOf(node) };
  lastRead = { amounts, offer };
  return offer;
}

function isSame(some: ResourceList, others: ResourceList): boolean {
  if (some === others) return true;
  const names = Object.keys(some);
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}

/** The allocatable resources of a node. */
export function allocatableOf({ status }: NodeFacts): Resources {
  return resourcesOf(amountsOf(status?.allocatable));
}

/** The maximum number of pods of a node. */
export function allowedPodsOf({ status }: NodeFacts): number {
  const pods = amountsOf(status?.allocatable).get("pods");
  return pods === undefined ? 0 : Number(pods.billionths / 1_000_000_000n);
}
