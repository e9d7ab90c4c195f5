/** Stored objects of one resource, by namespace and name. */

export interface NamedObject {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

/** A mutable map of frozen objects: one object goes through immer at a time, never the collection. */
export class Collection<T extends NamedObject> {
  readonly #byNamespace = new Map<string, Map<string, T>>();
  /** The namespace of the last lookup, which is nearly always that of the next. */
  #lastNamespace = "";
  #lastNames: Map<string, T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): T | undefined {
    return this.#names(namespace)?.get(name);
  }

  set(object: T): void {
    const { namespace, name } = object.metadata;
    let names = this.#names(namespace);
    if (names === undefined) {
      names = new Map();
      this.#byNamespace.set(namespace, names);
    }
    const before = names.size;
    names.set(name, object);
    this.#size += names.size - before;
  }

  delete(namespace: string, name: string): void {
    if (this.#names(namespace)?.delete(name) === true) this.#size--;
  }

  #names(namespace: string): Map<string, T> | undefined {
    if (namespace !== this.#lastNamespace || this.#lastNames === undefined) {
      this.#lastNames = this.#byNamespace.get(namespace);
      this.#lastNamespace = namespace;
    }
    return this.#lastNames;
  }

  /** Objects of a namespace in creation order. */
  inNamespace(namespace: string): Iterable<T> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const names of this.#byNamespace.values()) yield* names.values();
  }
}
