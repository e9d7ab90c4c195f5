/** Arithmetic on resource lists, per resource. */

import { formatQuantity, parseQuantity, type Quantity } from "./quantity.ts";
import type { ResourceList } from "./scheduling-types.ts";

/** Quantities by resource name. An absent name counts as zero, but was not specified. */
export type ResourceAmounts = ReadonlyMap<string, Quantity>;

/** The quantity 0. */
export const NOTHING: Quantity = { billionths: 0n, notation: "decimal" };
const NO_AMOUNTS: ResourceAmounts = new Map();

/** Parses a resource list; invalid quantities count as absent. */
export function amountsOf(list: ResourceList | undefined): ResourceAmounts {
  if (list === undefined) return NO_AMOUNTS;
  const amounts = new Map<string, Quantity>();
  for (const name of Object.keys(list)) {
    const quantity = parseQuantity(String(list[name]));
    if (quantity !== undefined) amounts.set(name, quantity);
  }
  return amounts;
}

/** Formats quantities as a resource list, sorted by name. */
export function listOfAmounts(amounts: ResourceAmounts): ResourceList {
  return Object.fromEntries([...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, formatQuantity(v)]));
}

/** Adds two quantities; the result has the notation of the first, unless that is zero. */
export function plus(a: Quantity, b: Quantity): Quantity {
  const notation = a.billionths === 0n ? b.notation : a.notation;
  return { billionths: a.billionths + b.billionths, notation };
}

/** Subtracts the second quantity; the notation is chosen as for a sum. */
export function minus(a: Quantity, b: Quantity): Quantity {
  const notation = a.billionths === 0n ? b.notation : a.notation;
  return { billionths: a.billionths - b.billionths, notation };
}

/** The larger of two quantities; the first if they are equal. */
export function larger(a: Quantity, b: Quantity): Quantity {
  return b.billionths > a.billionths ? b : a;
}

/** Adds each quantity to the sum, in place. */
export function addAmounts(sum: Map<string, Quantity>, amounts: ResourceAmounts): void {
  for (const [name, amount] of amounts) sum.set(name, plus(sum.get(name) ?? NOTHING, amount));
}

/** Raises each quantity that is smaller, in place. */
export function raiseAmounts(sum: Map<string, Quantity>, amounts: ResourceAmounts): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name);
    if (before === undefined || amount.billionths > before.billionths) sum.set(name, amount);
  }
}
