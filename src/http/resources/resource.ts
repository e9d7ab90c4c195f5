/** The interface between the REST layer and a resource. */

import type { JsonObject } from "../../api/json.ts";
import type { ScalePaths } from "../../api/kinds/kind.ts";
import type { TypeName } from "../../api/schema/index.ts";
import type { KubeObject } from "../../api/types.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Body } from "../body.ts";
import type { DeleteRequestOptions, RequestOptions } from "../options.ts";
import type { UserInfo } from "../user-info.ts";
import type { TableColumn, View } from "./view.ts";

/** A verb of the API. */
export type ResourceVerb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** A subresource in discovery. */
export interface SubresourceDefinition {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly ResourceVerb[];
  /** Group and version of its kind, if they differ from the resource. */
  readonly group?: string;
  readonly version?: string;
}

/** A resource in discovery. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** Whether it is served without being listed in discovery. */
  readonly isUnlisted?: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly ResourceVerb[];
  readonly subresources: readonly SubresourceDefinition[];
  /** Fields for field selectors. */
  readonly selectableFields: readonly string[];
  readonly columns: readonly TableColumn[];
  /** The schema of patches; without one, objects merge by key and lists are replaced. */
  readonly patchType: TypeName | undefined;
  /** The paths of the fields of `/scale`. */
  readonly scale?: ScalePaths;
  /** The structural schema of a custom resource. */
  readonly schema?: () => JsonObject;
}

/** A stored change, for watches. */
export interface StoredChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly version: number;
  /** The object after the change, or the last state of a deleted one. */
  readonly view: View;
  readonly previous: View | undefined;
  /** The object before the change, with the version of the change: for watches that no longer select it. */
  readonly departed: () => View;
  /** Lets go of what was computed to show what is no more; called when all watches have been woken for it. */
  readonly letGo: () => void;
}

/** The result of a write. */
export interface WriteOutcome {
  readonly view: View;
  readonly warnings: readonly string[];
  /** Whether the object was created. */
  readonly isNew?: boolean;
}

/** Names an object. */
export interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** An update of an object. */
export interface UpdateRequest extends Target {
  readonly options: RequestOptions;
  /** `""` for the object itself, or the subresource. */
  readonly subresource: string;
  /** Whether it is a PUT rather than a patch. */
  readonly isReplacement: boolean;
  /** Makes the new object from the stored one, which is `undefined` if an apply creates it. */
  readonly change: (current: JsonObject) => Body;
}

/** Returns metadata that the server stores separately: the managed fields. */
export type MetadataExtras = (object: KubeObject) => JsonObject;

/** A resource of the REST API. */
export interface RestResource {
  readonly definition: ResourceDefinition;
  /** Whether it has objects that are computed when they are read, of which the log says nothing. */
  readonly computesObjects?: boolean;
  get(namespace: string, name: string): View | undefined;
  /** All objects of a namespace, or of all namespaces, in no particular order. */
  list(namespace: string | undefined): View[];
  /** The version of the latest change. */
  version(): number;
  /** The change of this resource that a log entry with a number makes, if any. */
  changeOf(entry: LogEntry, number: number): StoredChange | undefined;
  /** Number of the first log entry after a version; `undefined` if the log does not reach back that far. */
  positionAfter(version: number): number | undefined;
  /** An object with nothing but a version, for bookmarks. */
  bookmark(metadata: JsonObject): JsonObject;
  /** An object with its defaults, for webhooks; the same object if it cannot be decoded. */
  defaulted?(value: JsonObject, namespace: string): JsonObject;
  /** Discards the view of an object after its separately stored metadata changed. */
  refresh?(target: Target): void;
  create?(namespace: string, body: Body, options: RequestOptions, caller: UserInfo): WriteOutcome;
  update?(request: UpdateRequest): WriteOutcome;
  /** The answer shows the object if it still exists, or if the resource always shows it. */
  delete?(target: Target, options: DeleteRequestOptions): { readonly view: View; readonly isShown: boolean };
  /** Warnings for a DELETE, even if it fails. */
  deleteWarnings?(options: DeleteRequestOptions): readonly string[];
}

/** A resource whose objects clients create, update and delete. */
export type WritableResource = RestResource & Required<Pick<RestResource, "create" | "update" | "delete">>;
