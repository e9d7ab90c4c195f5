/** Counts by topology key and value of node labels (`topologyToMatchedTermCount`, `scoreMap`). */

import type { StringMap } from "../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";

export class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();
  #size = 0;

  /** Number of pairs of key and value with a count. */
  get size(): number {
    return this.#size;
  }

  /** Changes the count for a node's value; pairs whose count becomes 0 are removed. */
  count(key: string, { labels }: NodeInfo, change: number): void {
    if (!Object.hasOwn(labels, key)) return;
    const value = labels[key] ?? "";
    const values = this.#byKey.get(key) ?? new Map<string, number>();
    this.#byKey.set(key, values);
    const before = values.get(value);
    const after = (before ?? 0) + change;
    if (before === undefined) this.#size++;
    values.set(value, after);
    if (after === 0) {
      values.delete(value);
      this.#size--;
    }
  }

  /** Adds to a pair, which is kept even if the sum is 0. */
  add(key: string, { labels }: NodeInfo, weight: number): void {
    if (!Object.hasOwn(labels, key)) return;
    const values = this.#byKey.get(key) ?? new Map<string, number>();
    this.#byKey.set(key, values);
    const value = labels[key] ?? "";
    if (!values.has(value)) this.#size++;
    values.set(value, (values.get(value) ?? 0) + weight);
  }

  at(key: string, labels: StringMap): number {
    if (!Object.hasOwn(labels, key)) return 0;
    return this.#byKey.get(key)?.get(labels[key] ?? "") ?? 0;
  }

  /** Whether any label of a node has a count. */
  isAnyAt(labels: StringMap): boolean {
    for (const [key, values] of this.#byKey) {
      if (Object.hasOwn(labels, key) && (values.get(labels[key] ?? "") ?? 0) > 0) return true;
    }
    return false;
  }

  /** The sum over all labels of a node. */
  sumAt(labels: StringMap): number {
    let sum = 0;
    for (const [key, values] of this.#byKey) if (Object.hasOwn(labels, key)) sum += values.get(labels[key] ?? "") ?? 0;
    return sum;
  }

  clone(): TopologyCounts {
    const copy = new TopologyCounts();
    for (const [key, values] of this.#byKey) copy.#byKey.set(key, new Map(values));
    copy.#size = this.#size;
    return copy;
  }
}
