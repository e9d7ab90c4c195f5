/** The kinds that CustomResourceDefinitions declare: each is served as long as its definition exists. */

import { customKind, customKindInVersion, type LiveDefinition } from "../api/custom/custom-kind.ts";
import { CUSTOM_RESOURCE_DEFINITION } from "../api/kinds/custom-resource-definition.ts";
import { type AnyKind, isOfKind } from "../api/kinds/kind.ts";
import type { KubeObject } from "../api/types.ts";
import type { CommitType } from "./log.ts";
import type { Registries } from "./registries.ts";

interface Declared {
  readonly live: LiveDefinition;
  /** The kind in the version in which objects are stored. */
  readonly of: AnyKind;
  /** The kind in the other versions that are served, by their names. */
  readonly others: Map<string, AnyKind>;
}

export class CustomKinds {
  readonly #registries: Registries;
  readonly #declared = new Map<string, Declared>();

  constructor(registries: Registries) {
    this.#registries = registries;
  }

  /** Follows a definition: its kind is served from now on, is another, or is gone with all its objects. */
  definitionChanged(type: CommitType, definition: KubeObject): void {
    if (!isOfKind(CUSTOM_RESOURCE_DEFINITION, definition)) return;
    const { name } = definition.metadata;
    const known = this.#declared.get(name);
    if (type === "DELETED") {
      this.#declared.delete(name);
      if (known !== undefined) this.#withdraw(known);
    } else if (known !== undefined) {
      known.live.definition = definition;
      this.#registries.redeclare();
      this.#serveOthers(known);
    } else {
      const live = { definition };
      const of = customKind(live);
      const declared: Declared = { live, of, others: new Map() };
      this.#declared.set(name, declared);
      this.#registries.of(of);
      this.#serveOthers(declared);
    }
  }

  /** Serves the versions in which objects are not stored, and no longer those that the definition has dropped. */
  #serveOthers({ live, of, others }: Declared): void {
    const { versions } = live.definition.spec;
    const served = versions.filter(({ served, storage }) => served === true && storage !== true);
    const wanted = new Set(served.map(({ name }) => name));
    for (const [name, other] of others) {
      if (wanted.has(name)) continue;
      others.delete(name);
      this.#registries.withdraw(other);
    }
    for (const name of wanted) {
      if (others.has(name)) continue;
      const other = customKindInVersion(live, name, of);
      others.set(name, other);
      this.#registries.of(other);
    }
  }

  #withdraw({ of, others }: Declared): void {
    for (const other of others.values()) this.#registries.withdraw(other);
    const registry = this.#registries.of(of);
    for (const { metadata } of [...registry.list()]) {
      registry.delete(metadata.namespace, metadata.name, { actor: "user", propagation: "Background" });
    }
    this.#registries.withdraw(of);
  }
}
