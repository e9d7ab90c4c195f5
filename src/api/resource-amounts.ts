/** Sums and comparisons of resource lists, each name by itself. */

import { formatQuantity, parseQuantity, type Quantity } from "./quantity.ts";
import type { ResourceList } from "./scheduling-types.ts";

/** Amounts by the name of the resource. A name that is absent is zero, but was not named. */
export type ResourceAmounts = ReadonlyMap<string, Quantity>;

export const NOTHING: Quantity = { billionths: 0n, notation: "decimal" };
const NO_AMOUNTS: ResourceAmounts = new Map();

/** Reads a resource list; what is no amount counts as absent. */
export function amountsOf(list: ResourceList | undefined): ResourceAmounts {
  if (list === undefined) return NO_AMOUNTS;
  const amounts = new Map<string, Quantity>();
  for (const name of Object.keys(list)) {
    const quantity = parseQuantity(String(list[name]));
    if (quantity !== undefined) amounts.set(name, quantity);
  }
  return amounts;
}

/** Writes amounts as a resource list, sorted by name. */
export function listOfAmounts(amounts: ResourceAmounts): ResourceList {
  return Object.fromEntries([...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, formatQuantity(v)]));
}

/** A sum is written as its first part is, unless that is nothing. */
export function plus(a: Quantity, b: Quantity): Quantity {
  const notation = a.billionths === 0n ? b.notation : a.notation;
  return { billionths: a.billionths + b.billionths, notation };
}

/** A difference is written as a sum is. */
export function minus(a: Quantity, b: Quantity): Quantity {
  const notation = a.billionths === 0n ? b.notation : a.notation;
  return { billionths: a.billionths - b.billionths, notation };
}

/** The larger of two amounts; the first of equals. */
export function larger(a: Quantity, b: Quantity): Quantity {
  return b.billionths > a.billionths ? b : a;
}

/** Adds each amount to the sum, in place. */
export function addAmounts(sum: Map<string, Quantity>, amounts: ResourceAmounts): void {
  for (const [name, amount] of amounts) sum.set(name, plus(sum.get(name) ?? NOTHING, amount));
}

/** Raises each amount that is too small, in place. */
export function raiseAmounts(sum: Map<string, Quantity>, amounts: ResourceAmounts): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name);
    if (before === undefined || amount.billionths > before.billionths) sum.set(name, amount);
  }
}
