/** What a pod asks for of a node, by arithmetic apart from the scheduler's. */

import { oncePerObject } from "../../../api/once-per-object.ts";
import { parseQuantity } from "../../../api/quantity.ts";
import type { PodSpec } from "../../../api/types.ts";

/** Amounts of resources in billionths, by name; `pods` is one of them. */
export type NodeAmounts = ReadonlyMap<string, bigint>;

export const ONE = 1_000_000_000n;

/** The amounts of a list of resources, such as `{ cpu: "500m" }`. */
export function amountsOf(resources: Readonly<Record<string, string>> = {}): NodeAmounts {
  return new Map(Object.entries(resources).map(([name, text]) => [name, parseQuantity(text)?.billionths ?? 0n]));
}

export function sumOf(...all: readonly NodeAmounts[]): NodeAmounts {
  const sum = new Map<string, bigint>();
  for (const amounts of all) for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0n) + amount);
  return sum;
}

function largestOf(a: NodeAmounts, b: NodeAmounts): NodeAmounts {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map(
    [...names].map((name) => {
      const [one, other] = [a.get(name) ?? 0n, b.get(name) ?? 0n];
      return [name, one > other ? one : other];
    }),
  );
}

/**
 * What a pod asks for: its containers and sidecars together, or an init container with the sidecars before it if that
 * is more. `undefined` if the pod as a whole states its resources.
 */
export function demandOf(spec: PodSpec): NodeAmounts | undefined {
  return spec.resources === undefined ? containersDemand(spec) : undefined;
}

/** Pods of one template share a spec. */
const containersDemand = oncePerObject((spec: PodSpec): NodeAmounts => {
  const requests = ({ resources }: PodSpec["containers"][number]) => amountsOf(resources?.requests);
  let sidecars: NodeAmounts = new Map();
  let first: NodeAmounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const together = sumOf(sidecars, requests(container));
    first = largestOf(first, together);
    if (container.restartPolicy === "Always") sidecars = together;
  }
  const running = sumOf(sidecars, ...spec.containers.map(requests));
  return sumOf(largestOf(first, running), amountsOf(spec.overhead), new Map([["pods", ONE]]));
});
