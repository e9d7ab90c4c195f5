/** Fields of a pod template that say where and when its pods may run. */

import { isJsonObject } from "../../api/json.ts";
import { parseQuantity } from "../../api/quantity.ts";
import type { LeftOut } from "./field-class.ts";

/** Every node has some of these: a note is given only for more than most nodes have. */
const USUAL = { cpu: 16, memory: 64 * 1024 ** 3 } as const;
const BILLION = 1e9;
const NEEDS_OTHERS: LeftOut = {
  real: "place a pod only on a node with enough of each resource, and leave it Pending until there is one",
  needsNodes: true,
  when: (value) => isJsonObject(value) && Object.entries(value).some(([name, amount]) => isScarce(name, amount)),
};

const STORAGE_LIMIT: LeftOut = {
  real: "evict a pod that writes more than its limit of ephemeral-storage; to play that: an event evictByKubelet",
  when: (value) => isJsonObject(value) && value["ephemeral-storage"] !== undefined,
};

function isScarce(name: string, amount: unknown): boolean {
  if (name !== "cpu" && name !== "memory") return true;
  return Number(parseQuantity(String(amount))?.billionths ?? 0) > USUAL[name] * BILLION;
}

/** Of a pod's spec. */
export const SCHEDULING_LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  affinity: { real: "choose nodes by it, and leave pods Pending that fit nowhere", needsNodes: true },
  nodeName: {
    real: "run every pod on this node without asking the scheduler, and never run one if it is not there",
    needsNodes: true,
  },
  nodeSelector: {
    real: "place pods only on nodes with these labels, and leave them Pending if there is none",
    needsNodes: true,
  },
  overhead: { real: "add it to what each pod takes of its node", needsNodes: true },
  preemptionPolicy: { real: "decide by it whether these pods preempt others", needsNodes: true },
  priority: {
    real: "schedule pods in the order of their priority, and preempt those with a lower one",
    needsNodes: true,
  },
  priorityClassName: {
    real: "refuse the pods if there is no such class, schedule in its order, and preempt pods with a lower one",
    needsNodes: true,
  },
  resourceClaims: { real: "leave a pod Pending until the devices that it claims are allocated" },
  resources: { real: "use the request of the pod as a whole instead of the sum of its containers", needsNodes: true },
  schedulerName: {
    real: "leave the pods Pending until this scheduler binds them",
    when: (value) => value !== "default-scheduler" && value !== "",
  },
  schedulingGroup: { real: "schedule the pods of a group all at once or not at all" },
  topologySpreadConstraints: {
    real: "spread pods by them, and leave those Pending that would break one",
    needsNodes: true,
  },
};

/** Of a container's resources. */
export const RESOURCES_LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  claims: { real: "leave a pod Pending until the devices that it claims are allocated" },
  limits: { ...NEEDS_OTHERS, also: STORAGE_LIMIT },
  requests: NEEDS_OTHERS,
};

/** Of a container's port. */
export const PORT_LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  hostPort: {
    real: "run one pod with this port on each node, and leave the others Pending",
    needsNodes: true,
    when: (value) => value !== 0,
  },
};
