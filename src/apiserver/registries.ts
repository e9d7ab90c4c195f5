/** The registries of all kinds over one log: those of the table, and those that a run adds. */

import { inMap } from "../api/in-map.ts";
import { type AnyKind, isOfKind, type Kind } from "../api/kinds/kind.ts";
import { oncePerObject } from "../api/once-per-object.ts";
import type { KubeObject, OwnerReference } from "../api/types.ts";
import type { Registry } from "./registry.ts";

/** The registries of an API server, by kind. */
export class Registries {
  #declared: readonly AnyKind[];
  /** Created on first use: most runs only have Jobs and pods. */
  readonly #byResource = new Map<string, Registry>();
  #byKind: ReadonlyMap<string, readonly AnyKind[]>;
  readonly #make: (of: AnyKind) => Registry;

  /**
   * @param make creates the registry of a kind
   * @internal
   */
  constructor(kinds: readonly AnyKind[], make: (of: AnyKind) => Registry) {
    this.#declared = kinds;
    this.#byKind = byKind(kinds);
    this.#make = make;
  }

  /** The kinds of the table, and those that were added since. */
  get kinds(): readonly AnyKind[] {
    return this.#declared;
  }

  /** The registry of a kind; an unknown kind is added. */
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

  /** Makes `kinds` a new array after a kind has changed, so that values derived from it are computed again. */
  redeclare(): void {
    this.#declared = [...this.#declared];
    this.#byKind = byKind(this.#declared);
  }

  /** Removes a kind. */
  withdraw(kind: AnyKind): void {
    this.#byResource.delete(kind.resource);
    this.#declared = this.#declared.filter((other) => other !== kind);
    this.#byKind = byKind(this.#declared);
  }

  /** The stored object of a kind; `namespace` is ignored for cluster-scoped kinds. */
  get<T extends KubeObject>(kind: Kind<T>, namespace: string, name: string): T | undefined {
    const object = this.of(kind).get(namespace, name);
    return object !== undefined && isOfKind(kind, object) ? object : undefined;
  }

  /** The objects of a kind in one namespace, or in all. */
  *list<T extends KubeObject>(kind: Kind<T>, namespace?: string): Generator<T, void, void> {
    for (const object of this.of(kind).list(namespace)) if (isOfKind(kind, object)) yield object;
  }

  /** The registry of the kind that a reference names, ignoring its version; `undefined` if the kind is unknown. */
  ofReference({ apiVersion, kind }: Pick<OwnerReference, "apiVersion" | "kind">): Registry | undefined {
    for (const of of this.#byKind.get(kind) ?? []) if (isOfGroup(of, apiVersion)) return this.of(of);
    return undefined;
  }

  /** The registry of a resource by its name, if there is one. */
  named(resource: string): Registry | undefined {
    const declared = this.#declared.find((of) => of.resource === resource);
    return declared && this.of(declared);
  }
}

function isOfGroup({ group, apiVersion }: AnyKind, given: string): boolean {
  return given === apiVersion || given.slice(0, Math.max(0, given.indexOf("/"))) === group;
}

/** Most runs only have the kinds of the table, and share what is derived from it. */
const byKind = oncePerObject((kinds: readonly AnyKind[]): ReadonlyMap<string, readonly AnyKind[]> => {
  const grouped = new Map<string, AnyKind[]>();
  for (const of of kinds) inMap(grouped, of.kind, () => []).push(of);
  return grouped;
});
