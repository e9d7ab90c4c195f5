/** Nodes as a plan describes them, and as the API shows them. */

import type { NodeFacts, ResourceList, Taint } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";

/** Room on a node in short: places for pods, thousandths of a CPU, bytes. What is left out has no limit. */
export interface NodeRoom {
  readonly pods: number;
  readonly cpuMilli?: number;
  readonly memoryBytes?: number;
}

export interface PlannedNode {
  readonly name: string;
  readonly room: NodeRoom;
  /** What pods can ask for, by name; instead of what `room` says of it. */
  readonly capacity?: ResourceList;
  readonly labels?: StringMap;
  readonly taints?: readonly Taint[];
  readonly zone?: string;
  /** Whether it takes no new pods. */
  readonly isCordoned?: boolean;
  /** Whether it is not there when the run begins: a pool may ask for it. */
  readonly isAbsent?: boolean;
  /** What an hour of it costs, in any currency. */
  readonly pricePerHour?: number;
}

/** Stands for "without limit": more than any pod asks for, and still an exact number of bytes. */
const WITHOUT_LIMIT = { cpu: "1000000", memory: "4Pi" };

/** The labels of a node: those that every node has, and its own. */
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
 * @param node its object, where the API server has one: labels and taints are what that says
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

/** Whether a node is known by the number of its pods alone: then pods are spread by that. */
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
