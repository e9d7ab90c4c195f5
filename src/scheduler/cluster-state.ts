/** The scheduler cache: nodes and their pods, including pods that are assumed to be bound. */

import type { NodeFacts } from "../api/scheduling-types.ts";
import { type ChangeCounters, changeCounters } from "./framework/change-counters.ts";
import type { NamespaceLabels } from "./label-terms.ts";
import { NodeInfo } from "./node-info.ts";
import type { HostNode, PodInfo, RememberedPod } from "./pod-info.ts";

/** The cluster as plugins see it. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[];
  /** The change counters of nodes, in the order of `nodes`; new counters after nodes are added or removed. */
  readonly nodeChanges: ChangeCounters;
  readonly namespaceLabels: NamespaceLabels;
  node(name: string): NodeInfo | undefined;
  /** Whether any pod on a node has a lower priority. */
  hasLowerPriority(priority: number): boolean;
  /** Assigned pods that have affinity or anti-affinity terms. */
  readonly podsWithTerms: ReadonlyMap<string, PlacedPod>;
}

export interface PlacedPod {
  readonly pod: PodInfo;
  readonly nodeName: string;
}

export class ClusterState implements Snapshot {
  readonly namespaceLabels: NamespaceLabels;
  readonly #byName = new Map<string, NodeInfo>();
  /** Pods whose node is gone or does not exist yet. */
  readonly #withoutNode = new Map<string, Map<RememberedPod, PodInfo>>();
  readonly podsWithTerms = new Map<string, PlacedPod>();
  /** Number of pods by priority. */
  readonly #priorities = new Map<number, number>();
  /** Computed on demand after nodes were added or removed. */
  #nodes: readonly NodeInfo[] | undefined;
  #nodeChanges = changeCounters(0);
  #changes = 0;
  #layout = 0;

  constructor(namespaceLabels: NamespaceLabels) {
    this.namespaceLabels = namespaceLabels;
  }

  get nodes(): readonly NodeInfo[] {
    this.#nodes ??= this.#list();
    return this.#nodes;
  }

  get nodeChanges(): ChangeCounters {
    this.#nodes ??= this.#list();
    return this.#nodeChanges;
  }

  #list(): readonly NodeInfo[] {
    const nodes = zoneByZone([...this.#byName.values()]);
    const counters = changeCounters(nodes.length);
    for (const [place, node] of nodes.entries()) node.countIn(counters, place);
    this.#nodeChanges = counters;
    return nodes;
  }

  /** Increases with every change. */
  get changes(): number {
    return this.#changes;
  }

  /** Increases when nodes are added or removed. */
  get layout(): number {
    return this.#layout;
  }

  node(name: string): NodeInfo | undefined {
    return this.#byName.get(name);
  }

  hasLowerPriority(priority: number): boolean {
    for (const known of this.#priorities.keys()) if (known < priority) return true;
    return false;
  }

  setNode(node: NodeFacts): void {
    const { name } = node.metadata;
    const known = this.#byName.get(name);
    this.#changes++;
    if (known !== undefined) {
      known.node = node;
      return;
    }
    const info = new NodeInfo(node);
    for (const pod of this.#withoutNode.get(name)?.values() ?? []) this.#assign(pod, info);
    this.#withoutNode.delete(name);
    this.#byName.set(name, info);
    this.#listAgain();
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    if (info === undefined) return;
    this.#changes++;
    this.#byName.delete(name);
    if (info.pods.length > 0) this.#withoutNode.set(name, new Map(info.pods.map((pod) => [pod.known, pod])));
    for (const { uid, known } of info.pods) {
      known.node = undefined;
      known.placed = undefined;
      this.podsWithTerms.delete(uid);
    }
    this.#listAgain();
  }

  /** Assigns a pod to a node, or replaces it with a newer version. */
  setPod(pod: PodInfo, nodeName: string): void {
    const { known } = pod;
    this.#changes++;
    if (known.nodeName !== undefined && known.nodeName !== nodeName) this.removePod(pod);
    if (known.nodeName === undefined) this.#countPriority(pod.priority, 1);
    known.nodeName = nodeName;
    const info = known.node ?? this.#byName.get(nodeName);
    if (info !== undefined) {
      this.#assign(pod, info);
      return;
    }
    const waiting = this.#withoutNode.get(nodeName) ?? new Map<RememberedPod, PodInfo>();
    waiting.set(known, pod);
    this.#withoutNode.set(nodeName, waiting);
  }

  removePod({ uid, known, priority }: PodInfo): void {
    const { nodeName, node } = known;
    if (nodeName === undefined) return;
    this.#changes++;
    known.nodeName = undefined;
    if (this.podsWithTerms.size > 0) this.podsWithTerms.delete(uid);
    this.#countPriority(priority, -1);
    if (node === undefined) this.#withoutNode.get(nodeName)?.delete(known);
    else this.#unassign(known, node);
  }

  #countPriority(priority: number, change: 1 | -1): void {
    const count = (this.#priorities.get(priority) ?? 0) + change;
    if (count === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, count);
  }

  #assign(pod: PodInfo, info: HostNode): void {
    const { known } = pod;
    const { placed, place } = known;
    if (placed?.shape === pod.shape) {
      this.#moved(info.renew(pod, place), place);
      known.place = info.pods.length - 1;
    } else {
      if (placed !== undefined) this.#unassign(known, info);
      known.place = info.add(pod);
    }
    known.node = info;
    known.placed = pod;
    const { podAffinity, podAntiAffinity } = pod.shape;
    if (podAffinity !== undefined || podAntiAffinity !== undefined) {
      this.podsWithTerms.set(pod.uid, { pod, nodeName: info.name });
    }
  }

  #unassign(known: RememberedPod, info: HostNode): void {
    if (known.placed !== undefined) this.#moved(info.removeAt(known.place), known.place);
    known.node = undefined;
    known.placed = undefined;
  }

  /** The last pod of a node has taken the place of a removed one. */
  #moved(pod: PodInfo | undefined, place: number): void {
    if (pod !== undefined) pod.known.place = place;
  }

  #listAgain(): void {
    this.#layout++;
    this.#nodes = undefined;
  }
}

/** Round-robin over zones, in the order of their first nodes (scheduler cache `nodeTree`). */
export function zoneByZone(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const info of nodes) {
    const zone = zoneOf(info);
    const members = zones.get(zone);
    if (members === undefined) zones.set(zone, [info]);
    else members.push(info);
  }
  if (zones.size <= 1) return nodes;
  const result: NodeInfo[] = [];
  const lists = [...zones.values()];
  for (let round = 0; result.length < nodes.length; round++) {
    for (const members of lists) {
      const info = members[round];
      if (info !== undefined) result.push(info);
    }
  }
  return result;
}

function zoneOf({ labels }: NodeInfo): string {
  return `${labels["topology.kubernetes.io/region"] ?? ""}:${labels["topology.kubernetes.io/zone"] ?? ""}`;
}
