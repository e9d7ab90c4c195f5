/** Nodes of a plan, and how the scheduler sees them. */

import type { NodeFacts, ResourceList, Taint } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";

/** The capacity of a node: number of pods, milli-CPUs, bytes. Missing resources have no limit. */
export interface NodeRoom {
  readonly pods: number;
  readonly cpuMilli?: number;
  readonly memoryBytes?: number;
}

export interface PlannedNode {
  readonly name: string;
  readonly room: NodeRoom;
  /** Allocatable resources by name; overrides those of `room`. */
  readonly capacity?: ResourceList;
  readonly labels?: StringMap;
  readonly taints?: readonly Taint[];
  readonly zone?: string;
  /** Whether it is unschedulable. */
  readonly isCordoned?: boolean;
  /** Whether it does not exist when the run begins: a node pool may add it later. */
  readonly isAbsent?: boolean;
  /** Price of one hour, in any currency. */
  readonly pricePerHour?: number;
}

/** Allocatable resources without limit: more than any pod requests, and still an exact number of bytes. */
const WITHOUT_LIMIT = { cpu: "1000000", memory: "4Pi", "ephemeral-storage": "4Pi", pods: "0" };

/** The labels of a node: the well-known ones and its own. */
export function nodeLabelsOf({ name, labels = {}, zone }: PlannedNode): StringMap {
  return {
    "kubernetes.io/hostname": name,
    ...(zone === undefined ? {} : { "topology.kubernetes.io/zone": zone }),
    ...labels,
  };
}

/**
 * A node as the scheduler sees it.
 *
 * @param node its Node object if the API server has one; its labels and taints take precedence
 */
export function nodeFactsOf(spec: PlannedNode, node?: Omit<NodeFacts, "status">): NodeFacts {
  const { name, taints = [], isCordoned = false } = spec;
  const { unschedulable = false, taints: held = [] } = node?.spec ?? { taints, unschedulable: isCordoned };
  return {
    metadata: { name, labels: node?.metadata.labels ?? nodeLabelsOf(spec) },
    spec: { taints: held, ...(unschedulable ? { unschedulable } : {}) },
    status: { allocatable: allocatableOf(spec) },
  };
}

/** Whether a node has only a limit for the number of pods; pods are then spread evenly. */
export function countsPodsOnly({ room, capacity }: PlannedNode): boolean {
  return capacity === undefined && room.cpuMilli === undefined && room.memoryBytes === undefined;
}

function allocatableOf({ room, capacity = {} }: PlannedNode): ResourceList {
  const { pods, cpuMilli, memoryBytes } = room;
  return {
    ...WITHOUT_LIMIT,
    pods: String(pods),
    ...(cpuMilli === undefined ? {} : { cpu: `${cpuMilli}m` }),
    ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }),
    ...capacity,
  };
}
