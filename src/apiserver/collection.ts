/** Stored objects of one resource, by namespace and name. */

interface Named {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

/** A mutable map of frozen objects: one object goes through immer at a time, never the collection. */
export class Collection<T extends Named> {
  readonly #byNamespace = new Map<string, Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): T | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  set(object: T): void {
    const { namespace, name } = object.metadata;
    let names = this.#byNamespace.get(namespace);
    if (names === undefined) {
      names = new Map();
      this.#byNamespace.set(namespace, names);
    }
    const before = names.size;
    names.set(name, object);
    this.#size += names.size - before;
  }

  delete(namespace: string, name: string): void {
    if (this.#byNamespace.get(namespace)?.delete(name) === true) this.#size--;
  }

  /** Objects of a namespace in the order of their creation. */
  inNamespace(namespace: string): Iterable<T> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const names of this.#byNamespace.values()) yield* names.values();
  }
}
