/** Lists with some items left out: large pieces first, then single items. */

/** Shorter versions of a list, in the way of delta debugging. */
export function* shorterLists<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.floor(list.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < list.length; from += size) yield [...list.slice(0, from), ...list.slice(from + size)];
    if (size === 1) return;
  }
  if (list.length === 1) yield [];
}
