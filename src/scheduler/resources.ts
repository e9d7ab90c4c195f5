/** Resources of nodes and pods as plain numbers: milli-CPUs, bytes, counts. */

import type { ResourceAmounts } from "../api/resource-amounts.ts";

export interface Resources {
  milliCpu: number;
  memory: number;
  ephemeralStorage: number;
  /** Extended resources, huge pages and the like; amounts of zero are kept. */
  readonly scalars: Map<string, number>;
}

/** Whether the scheduler tracks a resource in addition to cpu, memory and ephemeral storage. */
export function isScalarResource(name: string): boolean {
  if (name.includes("/")) return !name.startsWith("requests.");
  return name.startsWith("hugepages-") || name.startsWith("attachable-volumes-");
}

/** Whether a resource is an extended one, whose domain is not that of Kubernetes. */
export function isExtendedResource(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

/** Converts amounts to numbers, rounding up; resources that the scheduler does not track are dropped. */
export function resourcesOf(amounts: ResourceAmounts): Resources {
  const result: Resources = { milliCpu: 0, memory: 0, ephemeralStorage: 0, scalars: new Map() };
  for (const [name, { billionths }] of amounts) {
    if (name === "cpu") result.milliCpu = upTo(billionths, 1_000_000n);
    else if (name === "memory") result.memory = upTo(billionths, 1_000_000_000n);
    else if (name === "ephemeral-storage") result.ephemeralStorage = upTo(billionths, 1_000_000_000n);
    else if (isScalarResource(name)) result.scalars.set(name, upTo(billionths, 1_000_000_000n));
  }
  return result;
}

/** Adds or subtracts the resources of a pod. */
export function addResources(sum: Resources, part: Resources, sign: 1 | -1): void {
  sum.milliCpu += sign * part.milliCpu;
  sum.memory += sign * part.memory;
  sum.ephemeralStorage += sign * part.ephemeralStorage;
  if (part.scalars.size === 0) return;
  for (const [name, amount] of part.scalars) sum.scalars.set(name, (sum.scalars.get(name) ?? 0) + sign * amount);
}

/** A mutable copy. */
export function copyResources(of: Resources): Resources {
  return { ...of, scalars: new Map(of.scalars) };
}

/** The amount of a resource, by its name in the API. */
export function amountIn(resources: Resources, name: string): number {
  if (name === "cpu") return resources.milliCpu;
  if (name === "memory") return resources.memory;
  if (name === "ephemeral-storage") return resources.ephemeralStorage;
  return resources.scalars.get(name) ?? 0;
}

function upTo(billionths: bigint, unit: bigint): number {
  return Number(billionths <= 0n ? billionths / unit : (billionths + unit - 1n) / unit);
}
