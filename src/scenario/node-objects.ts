/** Nodes as kubectl prints them (`kubectl get nodes -o yaml`), read as the nodes of a plan. */

import type { FieldPath } from "../api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import { parseQuantity } from "../api/quantity.ts";
import { quote } from "../api/quote.ts";
import type { ResourceList, Taint } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import type { PlannedNode } from "../kubelet/cluster-node.ts";

/** Receives what is wrong with an object, and where in it. */
export type NodeProblem = (path: FieldPath, message: string) => void;

const HOSTNAME = "kubernetes.io/hostname";
const ZONE = "topology.kubernetes.io/zone";
const DEFAULT_PODS = 110;

/** Whether a value is a Node, or a list of them. */
export function isNodeObject(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { kind, items } = value;
  return kind === "Node" || kind === "NodeList" || (kind === "List" && isJsonList(items));
}

/**
 * The nodes in what kubectl prints: a Node, or a List of Nodes. Other items of a list are ignored.
 *
 * Pods can use a node's `status.allocatable`, or its `status.capacity` if that is absent.
 */
export function nodesOfObject(value: JsonObject, problem: NodeProblem, path: FieldPath = []): PlannedNode[] {
  const { kind, items } = value;
  if (kind === "Node") return nodeOf(value, problem, path);
  if (!isJsonList(items)) {
    problem([...path, "kind"], "must be a Node, or a List of Nodes, as kubectl get nodes -o yaml prints it");
    return [];
  }
  return items.flatMap((item, i) =>
    isJsonObject(item) && (item.kind === "Node" || kind === "NodeList")
      ? nodeOf(item, problem, [...path, "items", i])
      : [],
  );
}

function nodeOf({ metadata, spec, status }: JsonObject, problem: NodeProblem, path: FieldPath): PlannedNode[] {
  const { name, labels } = isJsonObject(metadata) ? metadata : {};
  if (typeof name !== "string" || name === "") {
    problem([...path, "metadata", "name"], "is missing; a node has a name");
    return [];
  }
  const { allocatable, capacity = {} } = isJsonObject(status) ? status : {};
  const amounts = amountsIn(allocatable ?? capacity, problem, [
    ...path,
    "status",
    allocatable === undefined ? "capacity" : "allocatable",
  ]);
  const { taints, unschedulable } = isJsonObject(spec) ? spec : {};
  const { [HOSTNAME]: hostname, [ZONE]: zone, ...own } = textsIn(labels);
  const kept: StringMap = hostname === undefined || hostname === name ? own : { ...own, [HOSTNAME]: hostname };
  const held = taintsIn(taints);
  return [
    {
      name,
      room: { pods: Number(amounts.pods ?? DEFAULT_PODS) },
      capacity: { cpu: "0", memory: "0", ...amounts },
      ...(Object.keys(kept).length === 0 ? {} : { labels: kept }),
      ...(held.length === 0 ? {} : { taints: held }),
      ...(zone === undefined ? {} : { zone }),
      ...(unschedulable === true ? { isCordoned: true } : {}),
    },
  ];
}

function textsIn(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

function amountsIn(value: unknown, problem: NodeProblem, path: FieldPath): ResourceList {
  const texts = textsIn(value);
  for (const [name, text] of Object.entries(texts)) {
    if (parseQuantity(text) === undefined)
      problem([...path, name], `${quote(text)} is not an amount; write for example 4, 500m or 16Gi`);
  }
  return texts;
}

/** Schedulers ignore when a taint was added. */
function taintsIn(value: unknown): Taint[] {
  if (!isJsonList(value)) return [];
  return value.filter(isJsonObject).map(({ key, value: text, effect }) => ({
    key: String(key),
    ...(text === undefined ? {} : { value: String(text) }),
    effect: String(effect),
  }));
}
