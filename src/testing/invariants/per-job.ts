/** Memory of an invariant about each Job, and the comparison of two lists of UIDs. */

/** A value for each Job, made when it is first asked for. */
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

/** What entered a list of UIDs, and what left it. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const SAME: Difference = { added: [], removed: [] };

/** What entered a list, and what left it. */
export function difference(before: readonly string[], after: readonly string[]): Difference {
  if (before === after || (before.length === 0 && after.length === 0)) return SAME;
  const [had, has] = [new Set(before), new Set(after)];
  return { added: after.filter((uid) => !had.has(uid)), removed: before.filter((uid) => !has.has(uid)) };
}
