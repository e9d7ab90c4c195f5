/** NoSchedule taints for the conditions of a node (`nodeConditionToTaintKeyStatusMap`). */

import { type Node, type NodeTaint, taintsOf, UNSCHEDULABLE_TAINT } from "../../api/node.ts";
import type { ConditionStatus } from "../../api/types.ts";
import { NOT_READY_KEY, UNREACHABLE_KEY } from "./taint-sets.ts";

type ByStatus = Readonly<Partial<Record<ConditionStatus, string>>>;

const TAINT_KEYS: ReadonlyMap<string, ByStatus> = new Map([
  ["Ready", { False: NOT_READY_KEY, Unknown: UNREACHABLE_KEY }],
  ["MemoryPressure", { True: "node.kubernetes.io/memory-pressure" }],
  ["DiskPressure", { True: "node.kubernetes.io/disk-pressure" }],
  ["NetworkUnavailable", { True: "node.kubernetes.io/network-unavailable" }],
  ["PIDPressure", { True: "node.kubernetes.io/pid-pressure" }],
]);

const OWN_KEYS: ReadonlySet<string> = new Set([
  UNSCHEDULABLE_TAINT.key,
  ...[...TAINT_KEYS.values()].flatMap((byStatus) => Object.values(byStatus)),
]);

/** The NoSchedule taints that a node should have for its conditions and if it is cordoned. */
export function conditionTaints({ spec, status }: Node): readonly NodeTaint[] {
  const keys = (status?.conditions ?? []).map((condition) => TAINT_KEYS.get(condition.type)?.[condition.status]);
  if (spec?.unschedulable === true) keys.push(UNSCHEDULABLE_TAINT.key);
  return keys.filter((key) => key !== undefined).map((key) => ({ key, effect: "NoSchedule" }));
}

/** The taints of a node that this controller manages; other taints are left alone. */
export function heldConditionTaints(node: Node): readonly NodeTaint[] {
  return taintsOf(node).filter(({ key, effect }) => effect === "NoSchedule" && OWN_KEYS.has(key));
}
