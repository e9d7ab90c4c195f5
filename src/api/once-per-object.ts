/** Work that is done once for each object, however often it is asked for. */

/**
 * A function that remembers what it made of each object, for as long as the object lives.
 *
 * Jobs that are made from one template, and versions of one Job, share their parts: defaulting and validation of a part
 * need not be repeated for each. API objects are never changed in place, which is what keeps the memory right.
 *
 * @param work must depend on nothing but the object
 */
export function oncePerObject<K extends object, V extends object>(work: (object: K) => V): (object: K) => V {
  const known = new WeakMap<K, V>();
  return (object) => {
    let result = known.get(object);
    if (result === undefined) {
      result = work(object);
      known.set(object, result);
    }
    return result;
  };
}
