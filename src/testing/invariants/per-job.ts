/** An invariant's memory for each Job, and the comparison of two lists of UIDs. */

/** A value for each Job, made when it is first needed. */
export class PerJob<T> {
  readonly #make: () => T;
  readonly #byUid = new Map<string, T>();

  constructor(make: () => T) {
    this.#make = make;
  }

  of({ uid }: { readonly uid: string }): T {
    let value = this.#byUid.get(uid);
    if (value === undefined) {
      value = this.#make();
      this.#byUid.set(uid, value);
    }
    return value;
  }
}

/** What was added to a list of UIDs, and what was removed. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const SAME: Difference = { added: [], removed: [] };

/** What was added to a list, and what was removed. */
export function difference(before: readonly string[], after: readonly string[]): Difference {
  if (before === after || (before.length === 0 && after.length === 0)) return SAME;
  return { added: without(after, before), removed: without(before, after) };
}

/** Most lists have a few UIDs, for which a set costs more than looking through them. */
const FEW = 8;

function without(uids: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length <= FEW) return uids.filter((uid) => !others.includes(uid));
  const known = new Set(others);
  return uids.filter((uid) => !known.has(uid));
}
