/** Copies that may gain keys. */

/**
 * A copy of an object with some keys set, whether or not it had them.
 *
 * `{ ...object, key: value }` is the quickest copy where the object has the key, and a trap
 * where it has not: V8 (seen in Node 20 to 22) gives each such copy a hidden class of its
 * own, so that all code which ever reads one of them falls back to slow look-ups. What is
 * built key by key, as here, shares its class with all that were built from the same keys.
 *
 * @example
 * copyWith({ name: "a" }, { labels: {} }); // { name: "a", labels: {} }
 */
export function copyWith<T extends object, C extends object>(object: T, changes: C): T & C {
  return Object.assign({}, object, changes);
}
