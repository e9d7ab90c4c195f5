/** Looks for nodes that fit, no longer than until there are enough (`findNodesThatFitPod`). */

import type { AttemptWorld } from "../attempt-world.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { checkNodeWithNominated, type Prepared } from "./filter-cycle.ts";
import { nodesToFind } from "./nodes-to-find.ts";
import type { PluginVerdict } from "./verdict.ts";

export interface Search {
  readonly feasible: readonly NodeInfo[];
  /** Why the others do not fit, as far as they were looked at. */
  readonly verdicts: ReadonlyMap<string, PluginVerdict>;
  /** How many nodes were looked at: the next search begins behind them. */
  readonly looked: number;
}

type Ready = Extract<Prepared, { kind: "ready" }>;

/** The node that a pod is nominated to comes first, and is taken without looking any further if it fits. */
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
