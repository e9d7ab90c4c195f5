/** Objects of one kind that are stored as another kind, and converted when they are read and written. */

import { isOfKind, type Kind, type StoredAs } from "../api/kinds/kind.ts";
import { readObject } from "../api/kinds/read-object.ts";
import type { ApiSwitches } from "../api/switches.ts";
import type { KubeObject, ObjectMeta } from "../api/types.ts";
import { accepted, badRequest, invalid, type Result, refused } from "./errors.ts";
import type { Actor, Verb } from "./log.ts";
import type { Mutation, Registry, Written } from "./registry.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

export class ConvertedObjects<T extends KubeObject> implements Registry<T> {
  readonly of: Kind<T>;
  readonly version?: () => number;
  readonly #stored: Registry;
  readonly #as: StoredAs<T>;
  readonly #switches: ApiSwitches;

  /** @param stored the registry of the kind that `as` names */
  constructor(of: Kind<T>, as: StoredAs<T>, stored: Registry, switches: ApiSwitches) {
    this.of = of;
    this.#as = as;
    this.#stored = stored;
    this.#switches = switches;
    if (stored.version !== undefined) this.version = stored.version.bind(stored);
  }

  get(namespace: string, name: string): T | undefined {
    const stored = this.#stored.get(namespace, name);
    return stored && this.#as.fromStored(stored);
  }

  list(namespace?: string): Iterable<T> {
    return Array.from(this.#stored.list(namespace), (stored) => this.#as.fromStored(stored));
  }

  create(namespace: string, manifest: unknown, options: WriteOptions): Result<Written<T>> {
    const read = this.#read(manifest);
    if (!read.ok) return read;
    const { metadata } = read.object;
    const complete = this.#complete(read.object);
    const placed = { ...complete, metadata: { ...metadata, namespace: metadata.namespace || namespace } };
    const errors = this.of.strategy.validate?.(placed, this.#switches) ?? [];
    if (errors.length > 0) return refused(invalid(this.of, metadata.name, errors));
    return this.#shown(this.#stored.create(namespace, this.#submitted(complete), options));
  }

  update(namespace: string, name: string, change: Mutation<T>, options: UpdateOptions): Result<Written<T>> {
    const converted: Mutation<KubeObject> = (stored) => {
      const current = this.#as.fromStored(stored);
      const wanted = change(current);
      if (!wanted.ok) return wanted;
      const read = this.#read(wanted.object);
      if (!read.ok) return read;
      const complete = this.#complete(read.object);
      const errors = this.of.strategy.validateUpdate?.(complete, current, this.#switches) ?? [];
      return errors.length > 0 ? refused(invalid(this.of, name, errors)) : accepted(this.#submitted(complete));
    };
    return this.#shown(this.#stored.update(namespace, name, converted, options));
  }

  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<T>> {
    return this.#shown(this.#stored.delete(namespace, name, options));
  }

  replaceMetadata(stored: T, metadata: ObjectMeta, verb: Verb, actor: Actor): T {
    return this.#as.fromStored(this.#stored.replaceMetadata(this.#as.toStored(stored), metadata, verb, actor));
  }

  #read(value: unknown): Result<T> {
    const { object, problems } = readObject(this.of, value);
    const wrong = problems.find(({ kind }) => kind !== "unknownField");
    return wrong === undefined && isOfKind(this.of, object)
      ? accepted(object)
      : refused(badRequest(wrong?.message ?? ""));
  }

  /** With the defaults of its own version, and without fields that this version does not have. */
  #complete(object: T): T {
    return this.of.strategy.setDefaults?.(object, this.#switches) ?? object;
  }

  /** Converts an object to a submitted one: fields that only stored objects have are removed. */
  #submitted(object: T): object {
    const stored = this.#as.toStored(object);
    const metadata = Object.fromEntries(Object.entries(stored.metadata).filter(([, value]) => value !== ""));
    return { ...stored, metadata };
  }

  #shown(result: Result<Written<KubeObject>>): Result<Written<T>> {
    if (!result.ok) return result;
    return accepted({ ...result.object, object: this.#as.fromStored(result.object.object) });
  }
}
