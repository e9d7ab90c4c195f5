/** The resources that are served now: those of the table, and those that definitions declare. */

import { equalJson } from "../api/json.ts";
import { CERTIFICATE_SIGNING_REQUEST } from "../api/kinds/certificate-signing-request.ts";
import { CUSTOM_RESOURCE_DEFINITION, type CustomResourceDefinition } from "../api/kinds/custom-resource-definition.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { LEASE } from "../api/kinds/lease.ts";
import { SERVICE_ACCOUNT } from "../api/kinds/simple-kinds.ts";
import { JOB, POD } from "../api/kinds/workloads.ts";
import { isCommitOf } from "../apiserver/log-entry.ts";
import type { Api } from "./api.ts";
import type { World } from "./context.ts";
import { OpenApiDocuments } from "./openapi/documents.ts";
import { withApproval } from "./resources/certificate-approval.ts";
import { withNodeLeases } from "./resources/node-leases.ts";
import { objectResource } from "./resources/objects.ts";
import type { MetadataExtras, RestResource, WritableResource } from "./resources/resource.ts";
import { TOKEN_SUBRESOURCE } from "./token-request.ts";

/** Resources with their own REST handlers. */
const SERVED_APART = new Set([JOB.resource, POD.resource]);

/** Called with resources that are no longer served, or no longer in the same way. */
export type ResourcesWithdrawn = (resources: ReadonlySet<RestResource>) => void;

interface Served {
  readonly api: Api;
  readonly documents: OpenApiDocuments;
}

interface Made {
  readonly resource: RestResource;
  /** The spec of the definition that declares it, if any. */
  readonly spec: unknown;
}

export class ServedResources {
  readonly #world: World;
  readonly #fixed: Api;
  readonly #withdrawn: ResourcesWithdrawn | undefined;
  #made: ReadonlyMap<AnyKind, Made> = new Map();
  #seen: readonly AnyKind[] | undefined;
  #served: Served | undefined;

  /**
   * @param fixed the resources with their own handlers
   * @param withdrawn called between two requests
   */
  constructor(world: World, fixed: Api, withdrawn?: ResourcesWithdrawn) {
    this.#world = world;
    this.#fixed = fixed;
    this.#withdrawn = withdrawn;
    if (withdrawn === undefined) return;
    world.server.storage.log.follow((entry) => {
      // Once everything that a change of a definition causes has happened.
      if (isCommitOf(CUSTOM_RESOURCE_DEFINITION, entry)) setImmediate(() => this.now());
    });
  }

  /** The resources, made again when a definition comes, goes or changes. */
  now(): Served {
    const { kinds } = this.#world.server.objects;
    if (this.#served !== undefined && this.#seen === kinds) return this.#served;
    this.#seen = kinds;
    const before = this.#made;
    this.#made = new Map(kinds.filter((of) => this.#isServed(of)).map((of) => [of, this.#make(of)]));
    const own = Array.from(this.#made.values(), ({ resource }) => resource);
    const api = { ...this.#fixed, resources: [...this.#fixed.resources, ...own] };
    const listed = api.resources.map(({ definition }) => definition).filter(({ isUnlisted }) => isUnlisted !== true);
    this.#served = { api, documents: new OpenApiDocuments(listed, this.#world.kubernetes) };
    this.#withdraw(before, new Set(own));
    return this.#served;
  }

  /** Objects may be stored in a version that their definition does not serve. */
  #isServed(of: AnyKind): boolean {
    if (SERVED_APART.has(of.resource)) return false;
    const version = this.#definitionOf(of)?.spec.versions.find(({ name }) => name === of.version);
    return version === undefined || version.served === true;
  }

  #make(of: AnyKind): Made {
    const known = this.#made.get(of);
    const spec = this.#definitionOf(of)?.spec;
    if (known !== undefined && (known.spec === spec || equalJson(known.spec, spec))) return known;
    const { managedFields } = this.#fixed;
    const extras: MetadataExtras = (object) => managedFields.metadataOf(of.storedAs?.toStored(object) ?? object);
    const resource = objectResource(this.#world, of, extras);
    return { resource: this.#completed(of, resource), spec };
  }

  #completed(of: AnyKind, resource: WritableResource): RestResource {
    if (of.resource === LEASE.resource) return withNodeLeases(resource, this.#world);
    if (of.resource === CERTIFICATE_SIGNING_REQUEST.resource) return withApproval(resource, this.#world);
    if (of.resource !== SERVICE_ACCOUNT.resource) return resource;
    return { ...resource, definition: { ...resource.definition, subresources: [TOKEN_SUBRESOURCE] } };
  }

  #definitionOf({ strategy, plural, group }: AnyKind): CustomResourceDefinition | undefined {
    if (strategy.structuralSchema === undefined) return undefined;
    return this.#world.server.objects.get(CUSTOM_RESOURCE_DEFINITION, "", `${plural}.${group}`);
  }

  #withdraw(before: ReadonlyMap<AnyKind, Made>, now: ReadonlySet<RestResource>): void {
    const gone = Array.from(before.values(), ({ resource }) => resource).filter((resource) => !now.has(resource));
    if (gone.length > 0) this.#withdrawn?.(new Set(gone));
  }
}
