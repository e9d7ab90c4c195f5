/** A node as the scheduler knows it: its object, the pods on it, and what they take (framework `NodeInfo`). */

import { amountsOf } from "../api/resource-amounts.ts";
import type { NodeFacts, Taint } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import type { PodInfo } from "./pod-info.ts";
import type { HostPort } from "./pod-shape.ts";
import { addResources, copyResources, type Resources, resourcesOf } from "./resources.ts";

const NO_LABELS: StringMap = {};
const NO_TAINTS: readonly Taint[] = [];

/** What a node offers, read once from its object. */
interface Offer {
  readonly allocatable: Resources;
  readonly allowedPods: number;
}

export class NodeInfo {
  #node: NodeFacts;
  #offer: Offer;
  /** Counters of changes: one for the node, at its place among the others. */
  #counters = new Float64Array(1);
  #place = 0;
  readonly #pods: PodInfo[] = [];
  readonly #placeOf = new Map<string, number>();
  readonly requested: Resources;
  /** What the pods count for in scores. */
  readonly scored: Resources;

  /** @param offer of the same object, if it was read before */
  constructor(node: NodeFacts, offer = offerOf(node)) {
    this.#node = node;
    this.#offer = offer;
    this.requested = resourcesOf(new Map());
    this.scored = resourcesOf(new Map());
  }

  /** Grows whenever anything about the node or its pods changes. */
  get changes(): number {
    return this.#counters[this.#place] ?? 0;
  }

  /** Counts changes in an array that holds those of all nodes, so that they can be looked through quickly. */
  countIn(counters: Float64Array<ArrayBuffer>, place: number): void {
    counters[place] = this.changes;
    this.#counters = counters;
    this.#place = place;
  }

  #changed(): void {
    this.#counters[this.#place] = this.changes + 1;
  }

  get node(): NodeFacts {
    return this.#node;
  }

  set node(node: NodeFacts) {
    this.#node = node;
    this.#offer = offerOf(node);
    this.#changed();
  }

  get name(): string {
    return this.#node.metadata.name;
  }

  get labels(): StringMap {
    return this.#node.metadata.labels ?? NO_LABELS;
  }

  get taints(): readonly Taint[] {
    return this.#node.spec?.taints ?? NO_TAINTS;
  }

  /** In the order in which they came or changed last, but that the last one takes the place of one that leaves. */
  get pods(): readonly PodInfo[] {
    return this.#pods;
  }

  get allocatable(): Resources {
    return this.#offer.allocatable;
  }

  get allowedPods(): number {
    return this.#offer.allowedPods;
  }

  has(uid: string): boolean {
    return this.#placeOf.has(uid);
  }

  get(uid: string): PodInfo | undefined {
    const place = this.#placeOf.get(uid);
    return place === undefined ? undefined : this.#pods[place];
  }

  /** Puts a pod on the node, or a newer version of it. */
  add(pod: PodInfo): void {
    const place = this.#placeOf.get(pod.uid);
    const known = place === undefined ? undefined : this.#pods[place];
    if (place !== undefined && known?.shape === pod.shape) {
      this.#putLast(pod, place);
      return;
    }
    if (known !== undefined) this.remove(pod.uid);
    this.#placeOf.set(pod.uid, this.#pods.length);
    this.#pods.push(pod);
    addResources(this.requested, pod.shape.requests, 1);
    addResources(this.scored, pod.shape.scored, 1);
    this.#changed();
  }

  /** A newer version of a pod asks for what it asked for before: bound pods are seen so, each at least once. */
  #putLast(pod: PodInfo, place: number): void {
    const end = this.#pods.length - 1;
    const last = this.#pods[end];
    if (last !== undefined && place !== end) {
      this.#pods[place] = last;
      this.#placeOf.set(last.uid, place);
      this.#placeOf.set(pod.uid, end);
    }
    this.#pods[end] = pod;
    this.#changed();
  }

  remove(uid: string): void {
    const place = this.#placeOf.get(uid);
    const pod = place === undefined ? undefined : this.#pods[place];
    if (place === undefined || pod === undefined) return;
    const last = this.#pods.pop();
    this.#placeOf.delete(uid);
    if (last !== undefined && last !== pod) {
      this.#pods[place] = last;
      this.#placeOf.set(last.uid, place);
    }
    addResources(this.requested, pod.shape.requests, -1);
    addResources(this.scored, pod.shape.scored, -1);
    this.#changed();
  }

  /** Whether a pod on the node holds a port that clashes: the wildcard address clashes with every address. */
  clashes(wanted: readonly HostPort[]): boolean {
    if (wanted.length === 0) return false;
    for (const { shape } of this.#pods) {
      if (shape.hostPorts.length > 0 && portsClash(wanted, shape.hostPorts)) return true;
    }
    return false;
  }

  clone(): NodeInfo {
    const copy = new NodeInfo(this.#node, this.#offer);
    for (const pod of this.#pods) {
      copy.#placeOf.set(pod.uid, copy.#pods.length);
      copy.#pods.push(pod);
    }
    Object.assign(copy.requested, copyResources(this.requested));
    Object.assign(copy.scored, copyResources(this.scored));
    return copy;
  }
}

/** Whether any port of one list clashes with one of the other. */
export function portsClash(some: readonly HostPort[], others: readonly HostPort[]): boolean {
  return some.some((a) =>
    others.some(
      (b) =>
        a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === "0.0.0.0" || b.ip === "0.0.0.0"),
    ),
  );
}

function offerOf(node: NodeFacts): Offer {
  return { allocatable: allocatableOf(node), allowedPods: allowedPodsOf(node) };
}

/** What a node offers to pods. */
export function allocatableOf({ status }: NodeFacts): Resources {
  return resourcesOf(amountsOf(status?.allocatable));
}

/** How many pods a node takes. */
export function allowedPodsOf({ status }: NodeFacts): number {
  const pods = amountsOf(status?.allocatable).get("pods");
  return pods === undefined ? 0 : Number(pods.billionths / 1_000_000_000n);
}
