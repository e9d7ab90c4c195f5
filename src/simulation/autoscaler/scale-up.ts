/** Estimates how many nodes of a pool the waiting pods need (bin packing on templates). */

import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import { amountIn } from "../../scheduler/resources.ts";
import type { ClusterView } from "./cluster-view.ts";
import type { Option } from "./expander.ts";

/** How a pool can grow. */
export interface Growth {
  readonly pool: string;
  /** Templates of the next nodes. */
  readonly nodes: readonly NodeFacts[];
}

/** Places pods that will fit on their nodes in the view; returns the others. */
export function withoutRoom(view: ClusterView, waiting: readonly PodInfo[]): PodInfo[] {
  const hopeless = new Set<number>();
  return waiting.filter((pod) => {
    if (hopeless.has(pod.shape.id) && !pod.shape.looksAtPods) return true;
    const node = view.firstFit(pod, view.state.nodes);
    if (node === undefined) hopeless.add(pod.shape.id);
    else view.state.setPod(pod, node.name);
    return node === undefined;
  });
}

export type PoolEstimate =
  | { readonly kind: "option"; readonly option: Option }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

export const AT_MAX_SIZE = "max node group size reached";

/** Estimates the growth of a pool for some pods; restores the view afterwards. */
export function estimate(view: ClusterView, waiting: readonly PodInfo[], { pool, nodes }: Growth): PoolEstimate {
  const [first] = nodes;
  if (first === undefined) return { kind: "refused", reasons: [AT_MAX_SIZE] };
  const added: NodeInfo[] = [];
  const placed: PodInfo[] = [];
  const hopeless = new Set<number>();
  let reasons: readonly string[] = [];
  for (const pod of bySize(waiting, first)) {
    if (hopeless.has(pod.shape.id) && !pod.shape.looksAtPods) continue;
    let node = view.firstFit(pod, added);
    if (node === undefined) {
      const fresh = addNode(view, nodes[added.length]);
      const verdict = fresh && view.verdict(pod, fresh);
      if (fresh === undefined || verdict !== undefined) {
        if (fresh !== undefined) view.state.removeNode(fresh.name);
        if (verdict !== undefined && reasons.length === 0) reasons = verdict.reasons;
        hopeless.add(pod.shape.id);
        continue;
      }
      added.push(fresh);
      node = fresh;
    }
    view.state.setPod(pod, node.name);
    placed.push(pod);
  }
  for (const pod of placed) view.state.removePod(pod);
  for (const { name } of added) view.state.removeNode(name);
  if (placed.length === 0) return { kind: "refused", reasons };
  return { kind: "option", option: { pool, nodes: added.length, pods: placed, node: first } };
}

function addNode(view: ClusterView, facts: NodeFacts | undefined): NodeInfo | undefined {
  if (facts === undefined) return undefined;
  view.state.setNode(facts);
  return view.state.node(facts.metadata.name);
}

/** Largest first, by their fractions of CPU and memory; the sort is stable. */
function bySize(pods: readonly PodInfo[], node: NodeFacts): PodInfo[] {
  const all = node.status?.allocatable ?? {};
  const share = (pod: PodInfo, name: string) => {
    const room = Number.parseFloat(all[name] ?? "0");
    return room === 0 ? 0 : amountIn(pod.shape.requests, name) / room;
  };
  const size = (pod: PodInfo) => share(pod, "cpu") + share(pod, "memory");
  return [...pods].sort((a, b) => size(b) - size(a));
}

/** `2 Insufficient cpu, 1 max node group size reached`. */
export function histogram(refusals: Iterable<readonly string[]>): string {
  const counts = new Map<string, number>();
  for (const reasons of refusals) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
}
