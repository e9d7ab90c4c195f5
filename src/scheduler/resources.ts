/** Room on a node, and what pods take of it, as plain numbers: thousandths of a CPU, bytes, and counts. */

import type { ResourceAmounts } from "../api/resource-amounts.ts";

export interface Resources {
  milliCpu: number;
  memory: number;
  ephemeralStorage: number;
  /** Extended resources, huge pages and the like; amounts of zero are kept. */
  readonly scalars: Map<string, number>;
}

/** Whether the scheduler keeps account of a resource beside cpu, memory and ephemeral storage. */
export function isScalarResource(name: string): boolean {
  if (name.includes("/")) return !name.startsWith("requests.");
  return name.startsWith("hugepages-") || name.startsWith("attachable-volumes-");
}

/** Whether a resource is an extended one: named by a domain that is not Kubernetes' own. */
export function isExtendedResource(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

/** Amounts as numbers, fractions rounded up; names that the scheduler does not know are left out. */
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

/** Adds what a pod asks for, or takes it off again. */
export function addResources(sum: Resources, part: Resources, sign: 1 | -1): void {
  sum.milliCpu += sign * part.milliCpu;
  sum.memory += sign * part.memory;
  sum.ephemeralStorage += sign * part.ephemeralStorage;
  for (const [name, amount] of part.scalars) sum.scalars.set(name, (sum.scalars.get(name) ?? 0) + sign * amount);
}

/** A copy that can be changed. */
export function copyResources(of: Resources): Resources {
  return { ...of, scalars: new Map(of.scalars) };
}

/** The amount of a resource by its name in the API. */
export function amountIn(resources: Resources, name: string): number {
  if (name === "cpu") return resources.milliCpu;
  if (name === "memory") return resources.memory;
  if (name === "ephemeral-storage") return resources.ephemeralStorage;
  return resources.scalars.get(name) ?? 0;
}

function upTo(billionths: bigint, unit: bigint): number {
  return Number(billionths <= 0n ? billionths / unit : (billionths + unit - 1n) / unit);
}
