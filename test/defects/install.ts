/** Replaces one method of a class, and puts it back. */

/** Methods that can be replaced. */
type MethodName<T> = { [K in keyof T]: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T];

/**
 * Replaces a method for all instances of a class.
 *
 * @param make gets the original method and gives the one that takes its place
 * @returns what puts the original back
 */
export function replaceMethod<T extends object, K extends MethodName<T>>(
  prototype: T,
  name: K,
  make: (original: T[K]) => T[K],
): () => void {
  const original = prototype[name];
  prototype[name] = make(original);
  return () => {
    prototype[name] = original;
  };
}
