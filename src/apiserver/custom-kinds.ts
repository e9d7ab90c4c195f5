/** The kinds that CustomResourceDefinitions declare: each is served as long as its definition exists. */

import { customKind, type LiveDefinition } from "../api/custom/custom-kind.ts";
import { CUSTOM_RESOURCE_DEFINITION } from "../api/kinds/custom-resource-definition.ts";
import { type AnyKind, isOfKind } from "../api/kinds/kind.ts";
import type { KubeObject } from "../api/types.ts";
import type { CommitType } from "./log.ts";
import type { Registries } from "./registries.ts";

export class CustomKinds {
  readonly #registries: Registries;
  readonly #declared = new Map<string, { readonly of: AnyKind; readonly live: LiveDefinition }>();

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
      if (known !== undefined) this.#withdraw(known.of);
    } else if (known !== undefined) {
      known.live.definition = definition;
      this.#registries.redeclare();
    } else {
      const live = { definition };
      const of = customKind(live);
      this.#declared.set(name, { of, live });
      this.#registries.of(of);
    }
  }

  #withdraw(of: AnyKind): void {
    const registry = this.#registries.of(of);
    for (const { metadata } of [...registry.list()]) {
      registry.delete(metadata.namespace, metadata.name, { actor: "user", propagation: "Background" });
    }
    this.#registries.withdraw(of);
  }
}
