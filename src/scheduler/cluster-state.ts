/** Nodes and the pods on them, as the scheduler believes they are: what was bound counts at once (scheduler cache). */

import type { NodeFacts } from "../api/scheduling-types.ts";
import type { NamespaceLabels } from "./label-terms.ts";
import { NodeInfo } from "./node-info.ts";
import type { PodInfo } from "./pod-info.ts";

/** What plugins see of the cluster. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[];
  /** What each node has counted of its changes, in the order of the nodes; another array after nodes came or went. */
  readonly nodeChanges: Float64Array;
  readonly namespaceLabels: NamespaceLabels;
  node(name: string): NodeInfo | undefined;
  /** Whether any pod on a node has a lower priority. */
  hasLowerPriority(priority: number): boolean;
  /** Pods on nodes with terms of affinity or anti-affinity of their own. */
  readonly podsWithTerms: ReadonlyMap<string, PlacedPod>;
}

export interface PlacedPod {
  readonly pod: PodInfo;
  readonly nodeName: string;
}

export class ClusterState implements Snapshot {
  readonly namespaceLabels: NamespaceLabels;
  readonly #byName = new Map<string, NodeInfo>();
  /** Pods whose node is gone, or not there yet. */
  readonly #homeless = new Map<string, Map<string, PodInfo>>();
  readonly #nodeOfPod = new Map<string, string>();
  readonly podsWithTerms = new Map<string, PlacedPod>();
  /** How many pods there are of each priority. */
  readonly #priorities = new Map<number, number>();
  /** Worked out when asked after nodes came or went. */
  #nodes: readonly NodeInfo[] | undefined;
  #nodeChanges = new Float64Array();
  #changes = 0;
  #layout = 0;

  constructor(namespaceLabels: NamespaceLabels) {
    this.namespaceLabels = namespaceLabels;
  }

  get nodes(): readonly NodeInfo[] {
    this.#nodes ??= this.#list();
    return this.#nodes;
  }

  get nodeChanges(): Float64Array {
    this.#nodes ??= this.#list();
    return this.#nodeChanges;
  }

  #list(): readonly NodeInfo[] {
    const nodes = zoneByZone([...this.#byName.values()]);
    const counters = new Float64Array(nodes.length);
    for (const [place, node] of nodes.entries()) node.countIn(counters, place);
    this.#nodeChanges = counters;
    return nodes;
  }

  /** Grows whenever anything changes. */
  get changes(): number {
    return this.#changes;
  }

  /** Grows whenever nodes come or go. */
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
    for (const pod of this.#homeless.get(name)?.values() ?? []) this.#settle(pod, info);
    this.#homeless.delete(name);
    this.#byName.set(name, info);
    this.#listAgain();
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    if (info === undefined) return;
    this.#changes++;
    this.#byName.delete(name);
    if (info.pods.length > 0) this.#homeless.set(name, new Map(info.pods.map((pod) => [pod.uid, pod])));
    for (const { uid } of info.pods) this.podsWithTerms.delete(uid);
    this.#listAgain();
  }

  /** Puts a pod on a node, or a newer version of it in its place. */
  setPod(pod: PodInfo, nodeName: string): void {
    this.#changes++;
    const before = this.#nodeOfPod.get(pod.uid);
    if (before !== undefined && before !== nodeName) this.removePod(pod.uid);
    if (!this.#nodeOfPod.has(pod.uid)) this.#countPriority(pod.priority, 1);
    this.#nodeOfPod.set(pod.uid, nodeName);
    const info = this.#byName.get(nodeName);
    if (info !== undefined) {
      this.#settle(pod, info);
      return;
    }
    const waiting = this.#homeless.get(nodeName) ?? new Map<string, PodInfo>();
    waiting.set(pod.uid, pod);
    this.#homeless.set(nodeName, waiting);
  }

  removePod(uid: string): void {
    const nodeName = this.#nodeOfPod.get(uid);
    if (nodeName === undefined) return;
    this.#changes++;
    this.#nodeOfPod.delete(uid);
    if (this.podsWithTerms.size > 0) this.podsWithTerms.delete(uid);
    const info = this.#byName.get(nodeName);
    const pod = info?.get(uid) ?? this.#homeless.get(nodeName)?.get(uid);
    if (pod !== undefined) this.#countPriority(pod.priority, -1);
    if (info === undefined) this.#homeless.get(nodeName)?.delete(uid);
    else info.remove(uid);
  }

  #countPriority(priority: number, change: 1 | -1): void {
    const count = (this.#priorities.get(priority) ?? 0) + change;
    if (count === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, count);
  }

  nodeOfPod(uid: string): string | undefined {
    return this.#nodeOfPod.get(uid);
  }

  #settle(pod: PodInfo, info: NodeInfo): void {
    info.add(pod);
    const { podAffinity, podAntiAffinity } = pod.shape;
    if (podAffinity !== undefined || podAntiAffinity !== undefined) {
      this.podsWithTerms.set(pod.uid, { pod, nodeName: info.name });
    }
  }

  #listAgain(): void {
    this.#layout++;
    this.#nodes = undefined;
  }
}

/** One node of each zone after another, zones in the order of their first node (scheduler cache `nodeTree`). */
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
