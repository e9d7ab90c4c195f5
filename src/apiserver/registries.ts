/** The registries of all kinds over one log: those of the table, and those that a run adds. */

import { type AnyKind, isOfKind, type Kind } from "../api/kinds/kind.ts";
import { oncePerObject } from "../api/once-per-object.ts";
import type { KubeObject, OwnerReference } from "../api/types.ts";
import type { Registry } from "./registry.ts";

export class Registries {
  #declared: readonly AnyKind[];
  /** Made when they are first asked for: most runs hold Jobs and pods alone. */
  readonly #byResource = new Map<string, Registry>();
  #byKind: ReadonlyMap<string, readonly AnyKind[]>;
  readonly #make: (of: AnyKind) => Registry;

  /**
   * @param make makes the registry of a kind
   * @internal
   */
  constructor(kinds: readonly AnyKind[], make: (of: AnyKind) => Registry) {
    this.#declared = kinds;
    this.#byKind = byKind(kinds);
    this.#make = make;
  }

  /** The kinds that there are: those of the table, and those that came up since. */
  get kinds(): readonly AnyKind[] {
    return this.#declared;
  }

  /** The registry of a kind; a kind that was not there before is there from now on. */
  of(kind: AnyKind): Registry {
    const known = this.#byResource.get(kind.resource);
    if (known !== undefined) return known;
    const made = this.#make(kind);
    this.#byResource.set(kind.resource, made);
    if (!this.#declared.includes(kind)) {
      this.#declared = [...this.#declared, kind];
      this.#byKind = byKind(this.#declared);
    }
    return made;
  }

  /** What is known of a kind has changed: whoever keeps what it made of the kinds makes it again. */
  redeclare(): void {
    this.#declared = [...this.#declared];
  }

  /** A kind is there no longer. */
  withdraw(kind: AnyKind): void {
    this.#byResource.delete(kind.resource);
    this.#declared = this.#declared.filter((other) => other !== kind);
    this.#byKind = byKind(this.#declared);
  }

  /** The object of a kind that is stored under a name; `namespace` is not looked at if the kind knows none. */
  get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): T | undefined {
    const object = this.of(kind).get(namespace, name);
    return object !== undefined && isOfKind(kind, object) ? object : undefined;
  }

  /** The objects of a kind, of one namespace or of all. */
  *list<T extends KubeObject>(kind: Kind<T>, namespace?: string): Generator<T, void, void> {
    for (const object of this.of(kind).list(namespace)) if (isOfKind(kind, object)) yield object;
  }

  /** The registry of the kind that a reference names, whatever its version; `undefined` if nobody knows the kind. */
  ofReference({ apiVersion, kind }: Pick<OwnerReference, "apiVersion" | "kind">): Registry | undefined {
    for (const of of this.#byKind.get(kind) ?? []) if (isOfGroup(of, apiVersion)) return this.of(of);
    return undefined;
  }

  /** The registry of a resource as its kind names it, if there is one. */
  named(resource: string): Registry | undefined {
    const declared = this.#declared.find((of) => of.resource === resource);
    return declared && this.of(declared);
  }
}

function isOfGroup({ group, apiVersion }: AnyKind, given: string): boolean {
  return given === apiVersion || given.slice(0, Math.max(0, given.indexOf("/"))) === group;
}

/** Most runs have the kinds of the table and no others: they share what is made of it. */
const byKind = oncePerObject((kinds: readonly AnyKind[]): ReadonlyMap<string, readonly AnyKind[]> => {
  const grouped = new Map<string, AnyKind[]>();
  for (const of of kinds) {
    const known = grouped.get(of.kind);
    if (known === undefined) grouped.set(of.kind, [of]);
    else known.push(of);
  }
  return grouped;
});
