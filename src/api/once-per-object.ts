/** Memoizes functions of objects. */

import { FadingMap } from "./fading-map.ts";

/**
 * Memoizes a function of an object: what was asked for of late is not computed again.
 *
 * Jobs from one template, and versions of one Job, share parts, so these are defaulted and validated once. API objects
 * are never changed in place, so a cached result stays correct.
 *
 * @param work must depend on nothing but the object
 */
export function oncePerObject<K extends object, V extends object>(work: (object: K) => V): (object: K) => V {
  const known = new FadingMap<K, V>();
  return (object) => {
    let result = known.get(object);
    if (result === undefined) {
      result = work(object);
      known.set(object, result);
    }
    return result;
  };
}
