/** What nodes of a class lack for a pod, in words with amounts. */

import { formatQuantity, type Quantity } from "../../api/quantity.ts";
import { untoleratedTaint } from "../../api/tolerations.ts";
import type { NodeFilter } from "../../scheduler/framework/plugin.ts";
import type { NodeInfo } from "../../scheduler/node-info.ts";
import { FIT } from "../../scheduler/plugins/node-resources-fit.ts";
import type { PodInfo } from "../../scheduler/pod-info.ts";
import { amountIn } from "../../scheduler/resources.ts";

export interface Lacks {
  readonly texts: readonly string[];
  /** The pod would fit there if other pods were gone. */
  readonly isFull: boolean;
}

const BILLION = 1_000_000_000n;

/** @param nodes of one class */
export function lacksOf(nodes: readonly NodeInfo[], pod: PodInfo, filters: readonly NodeFilter[]): Lacks {
  const counts = new Map<string, number>();
  let isFull = false;
  for (const node of nodes) {
    const verdicts = filters.flatMap((filter) => filter.check(node) ?? []);
    const isOutOfRoom = verdicts.some(({ plugin }) => plugin === FIT);
    const texts = verdicts.flatMap(({ plugin, reasons }): readonly string[] => {
      if (plugin === "TaintToleration") return [taintText(pod, node)];
      if (plugin === "NodeAffinity") return [selectorText(pod, node)];
      if (plugin === "NodeUnschedulable") return ["cordoned"];
      return plugin === FIT ? [] : reasons;
    });
    if (isOutOfRoom) isFull ||= texts.length === 0 && askedOf(pod).every(({ name, asked }) => asked <= all(node, name));
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const ofSome = [...counts].map(([text, count]) =>
    count === nodes.length ? text : `${text} (${count} of ${nodes.length})`,
  );
  return { texts: [...ofSome, ...shortages(nodes, pod)], isFull };
}

/** Resources of which no node of the class has enough free. */
function shortages(nodes: readonly NodeInfo[], pod: PodInfo): string[] {
  const texts: string[] = [];
  const [first] = nodes;
  if (first === undefined) return [];
  const freePlaces = Math.max(...nodes.map((node) => node.allowedPods - node.pods.length));
  if (freePlaces < 1) texts.push(`no place for another pod (${first.allowedPods} each)`);
  for (const { name, asked } of askedOf(pod)) {
    const total = all(first, name);
    const free = Math.max(...nodes.map((node) => all(node, name) - amountIn(node.requested, name)));
    if (asked <= free) continue;
    if (total === 0) texts.push(`has no ${name}`);
    else if (asked > total) texts.push(`has ${amount(name, total)} ${name}, ${amount(name, asked)} asked`);
    else
      texts.push(`${name}: ${amount(name, asked)} asked, at most ${amount(name, free)} of ${amount(name, total)} free`);
  }
  return texts;
}

function taintText({ shape }: PodInfo, node: NodeInfo): string {
  const taint = untoleratedTaint(node.taints, shape.tolerations, {});
  if (taint === undefined) return "a taint that the pod does not tolerate";
  const value = taint.value === undefined || taint.value === "" ? "" : `=${taint.value}`;
  return `taint ${taint.key}${value}:${taint.effect} not tolerated`;
}

function selectorText({ shape }: PodInfo, node: NodeInfo): string {
  const missing = Object.entries(shape.spec.nodeSelector ?? {}).filter(([key, value]) => node.labels[key] !== value);
  if (missing.length === 0) return "does not match the pod's node affinity";
  return `no label ${missing.map(([key, value]) => `${key}=${value}`).join(", ")}`;
}

function askedOf({ shape: { requests } }: PodInfo): readonly { readonly name: string; readonly asked: number }[] {
  const plain = ["cpu", "memory", "ephemeral-storage"].map((name) => ({ name, asked: amountIn(requests, name) }));
  const others = [...requests.scalars].map(([name, asked]) => ({ name, asked }));
  return [...plain, ...others].filter(({ asked }) => asked > 0);
}

function all({ allocatable }: NodeInfo, name: string): number {
  return amountIn(allocatable, name);
}

/** An amount as the scheduler counts it, in the notation of manifests. */
export function amount(name: string, count: number): string {
  const isBytes = name === "memory" || name === "ephemeral-storage";
  const notation: Quantity["notation"] = isBytes ? "binary" : "decimal";
  const billionths = BigInt(count) * (name === "cpu" ? 1_000_000n : BILLION);
  return formatQuantity({ billionths, notation });
}
