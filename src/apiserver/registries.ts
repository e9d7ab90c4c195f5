/** The registries of all kinds over one log: those of the table, and those that a run adds. */

import { type AnyKind, isOfKind, type Kind } from "../api/kinds/kind.ts";
import type { KubeObject } from "../api/types.ts";
import type { Registry } from "./registry.ts";

export class Registries {
  readonly #declared: readonly AnyKind[];
  /** Made when they are first asked for: most runs hold Jobs and pods alone. */
  readonly #byResource = new Map<string, Registry>();
  readonly #make: (of: AnyKind) => Registry;

  /** @param make makes the registry of a kind */
  constructor(kinds: readonly AnyKind[], make: (of: AnyKind) => Registry) {
    this.#declared = kinds;
    this.#make = make;
  }

  /** The kinds that there are: those of the table, and those that came up since. */
  get kinds(): readonly AnyKind[] {
    return [...new Set([...this.#declared, ...Array.from(this.#byResource.values(), ({ of }) => of)])];
  }

  /** The registry of a kind; a kind that was not there before is there from now on. */
  of(kind: AnyKind): Registry {
    const known = this.#byResource.get(kind.resource);
    if (known !== undefined) return known;
    const made = this.#make(kind);
    this.#byResource.set(kind.resource, made);
    return made;
  }

  /** The object of a kind that is stored under a name; `namespace` is not looked at where the kind knows none. */
  get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): T | undefined {
    const object = this.of(kind).get(namespace, name);
    return object !== undefined && isOfKind(kind, object) ? object : undefined;
  }

  /** The objects of a kind, of one namespace or of all. */
  *list<T extends KubeObject>(kind: Kind<T>, namespace?: string): Generator<T, void, void> {
    for (const object of this.of(kind).list(namespace)) if (isOfKind(kind, object)) yield object;
  }

  /** The registry of a resource as its kind names it, if there is one. */
  named(resource: string): Registry | undefined {
    const declared = this.#declared.find((of) => of.resource === resource);
    return declared === undefined ? this.#byResource.get(resource) : this.of(declared);
  }
}
