/** Lists in a strategic merge patch: merging by key, and the order of the result. */

import { isJsonList, isJsonObject, type JsonObject } from "./json.ts";

/** A patch that cannot be applied; `strategicMerge` catches it and returns the message. */
export class PatchError extends Error {}

/**
 * Merges a list of a patch into the existing one.
 *
 * With a merge key, items are objects, and `merge` combines those with the same key. Without one, they are scalars, and
 * duplicates are dropped.
 */
export function mergeList(
  mergeKey: string | undefined,
  given: readonly unknown[],
  wanted: readonly unknown[],
  merge: (item: JsonObject, change: JsonObject) => JsonObject,
): readonly unknown[] {
  if (mergeKey === undefined) return orderList(undefined, [...new Set([...given, ...wanted])], wanted, given);
  const { base, changes } = applyItemDirectives(mergeKey, given, wanted);
  const merged = [...base];
  for (const change of changes) {
    const identity = identityOf(mergeKey, change);
    const index = merged.findIndex((item) => identityOf(mergeKey, item) === identity);
    const item = merged[index];
    if (index < 0) merged.push(withoutDirectives(change));
    else if (isJsonObject(item) && isJsonObject(change)) merged[index] = merge(item, change);
  }
  return orderList(mergeKey, merged, changes, base);
}

/**
 * Applies items that are directives: `delete` removes the item with the same key, and `replace` makes the other items
 * of the patch the list.
 */
function applyItemDirectives(mergeKey: string, given: readonly unknown[], wanted: readonly unknown[]) {
  let base = given;
  let isReplaced = false;
  const changes: unknown[] = [];
  for (const change of wanted) {
    const directive = isJsonObject(change) ? change.$patch : undefined;
    if (directive === undefined) changes.push(change);
    else if (directive === "replace") isReplaced = true;
    else if (directive === "delete") {
      const identity = identityOf(mergeKey, change);
      base = base.filter((item) => identityOf(mergeKey, item) !== identity);
    } else throw new PatchError(`unknown patch type: ${JSON.stringify(directive)}`);
  }
  return isReplaced ? { base: changes, changes: [] } : { base, changes };
}

/**
 * Orders the items of a list: items named in `order` come in that order, the others keep theirs, and each of these is
 * placed before the first named item that it preceded in the list `before`.
 */
export function orderList(
  mergeKey: string | undefined,
  items: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
): readonly unknown[] {
  const wantedRanks = ranks(mergeKey, order);
  const formerRanks = ranks(mergeKey, before);
  const rank = (table: ReadonlyMap<unknown, number>, item: unknown) => table.get(identityOf(mergeKey, item)) ?? -1;
  const sorted = (table: ReadonlyMap<unknown, number>, part: readonly unknown[]) =>
    part.toSorted((a, b) => rank(table, a) - rank(table, b));
  const named = sorted(
    wantedRanks,
    items.filter((item) => rank(wantedRanks, item) >= 0),
  );
  const others = sorted(
    formerRanks,
    items.filter((item) => rank(wantedRanks, item) < 0),
  );
  const result: unknown[] = [];
  let next = 0;
  for (const item of named) {
    const limit = rank(formerRanks, item);
    while (next < others.length && rank(formerRanks, others[next]) >= 0 && rank(formerRanks, others[next]) < limit) {
      result.push(others[next++]);
    }
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

function ranks(mergeKey: string | undefined, items: readonly unknown[]): ReadonlyMap<unknown, number> {
  const table = new Map<unknown, number>();
  for (const [index, item] of items.entries()) {
    const identity = identityOf(mergeKey, item);
    if (!table.has(identity)) table.set(identity, index);
  }
  return table;
}

function identityOf(mergeKey: string | undefined, item: unknown): unknown {
  if (mergeKey === undefined) return item;
  const identity = isJsonObject(item) ? item[mergeKey] : undefined;
  if (identity === undefined) throw new PatchError(`an item of a list has no ${mergeKey}, by which the list is merged`);
  return identity;
}

/** The result of a patch on an absent value: its values without nulls and directives. */
export function withoutDirectives(value: unknown): unknown {
  if (isJsonList(value)) return value.filter((item) => !isDirective(item)).map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, part]) => part !== null && !key.startsWith("$") && !isDirective(part),
  );
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutDirectives(part)]));
}

function isDirective(value: unknown): boolean {
  return isJsonObject(value) && Object.hasOwn(value, "$patch");
}
