/** Looks for feasible nodes until there are enough (`findNodesThatFitPod`). */

import type { AttemptWorld } from "../attempt-world.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { checkNodeWithNominated, type Prepared } from "./filter-cycle.ts";
import { nodesToFind } from "./nodes-to-find.ts";
import type { PluginVerdict } from "./verdict.ts";

export interface Search {
  readonly feasible: readonly NodeInfo[];
  /** Why the other nodes that were checked are not feasible, by name. */
  readonly verdicts: ReadonlyMap<string, PluginVerdict>;
  /** Number of nodes that were checked: the next search starts after them. */
  readonly looked: number;
}

type Ready = Extract<Prepared, { kind: "ready" }>;

/** Checks the nominated node of the pod first; if it fits, no other node is checked. */
export function findFeasible(pod: PodInfo, { filters, onlyNodes }: Ready, world: AttemptWorld): Search {
  const { snapshot, nominator, nominatedVerdicts } = world;
  const looksAtPods = pod.shape.looksAtPods || snapshot.podsWithTerms.size > 0 || onlyNodes !== undefined;
  const shared = looksAtPods ? undefined : nominatedVerdicts;
  const check = (node: NodeInfo) =>
    shared === undefined ? checkNodeWithNominated(filters, pod, node, nominator) : shared.check(filters, pod, node);
  const nominated = pod.nominatedNode === "" ? undefined : snapshot.node(pod.nominatedNode);
  if (nominated !== undefined && check(nominated) === undefined) {
    return { feasible: [nominated], verdicts: new Map(), looked: 0 };
  }
  const all = snapshot.nodes;
  const nodes = onlyNodes === undefined ? all : all.filter(({ name }) => onlyNodes.has(name));
  const wanted = nodesToFind(nodes.length, world.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  const verdicts = new Map<string, PluginVerdict>();
  let looked = 0;
  while (looked < nodes.length && feasible.length < wanted) {
    const node = nodes[(world.startIndex + looked) % nodes.length];
    looked++;
    if (node === undefined) continue;
    const verdict = check(node);
    if (verdict === undefined) feasible.push(node);
    else verdicts.set(node.name, verdict);
  }
  return { feasible, verdicts, looked };
}
