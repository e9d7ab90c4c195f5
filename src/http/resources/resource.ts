/** What the REST layer needs to know of a resource, whatever it is. */

import type { JsonObject } from "../../api/json.ts";
import type { ScalePaths } from "../../api/kinds/kind.ts";
import type { TypeName } from "../../api/schema/index.ts";
import type { KubeObject } from "../../api/types.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Body } from "../body.ts";
import type { DeleteRequestOptions, RequestOptions } from "../options.ts";
import type { TableColumn, View } from "./view.ts";

export type ResourceVerb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

export interface SubresourceDefinition {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly ResourceVerb[];
  /** Group and version of its kind, where they are not those of the resource. */
  readonly group?: string;
  readonly version?: string;
}

/** A resource as discovery describes it. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** It is served at its paths, and no list of groups and versions names it. */
  readonly isUnlisted?: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly ResourceVerb[];
  readonly subresources: readonly SubresourceDefinition[];
  /** Fields by which objects can be selected. */
  readonly selectableFields: readonly string[];
  readonly columns: readonly TableColumn[];
  /** The type by which patches are merged; without one, objects merge by their keys and lists are replaced. */
  readonly patchType: TypeName | undefined;
  /** Where the replicas are that `/scale` reads and writes. */
  readonly scale?: ScalePaths;
  /** The schema of objects whose kind was declared by one. */
  readonly schema?: () => JsonObject;
}

/** A stored change, as watches see it. */
export interface StoredChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly version: number;
  /** The object after the change; for a deletion as it was last. */
  readonly view: View;
  readonly previous: View | undefined;
  /** The object before the change under the version of the change: what a watch shows that loses sight of it. */
  readonly departed: () => View;
}

/** The outcome of a write. */
export interface WriteOutcome {
  readonly view: View;
  readonly warnings: readonly string[];
  /** The object was not there before. */
  readonly isNew?: boolean;
}

export interface Target {
  readonly namespace: string;
  readonly name: string;
}

export interface UpdateRequest extends Target {
  readonly options: RequestOptions;
  /** `""` for the object itself, or the subresource that is written. */
  readonly subresource: string;
  /** A PUT, which replaces; a patch changes whatever is stored. */
  readonly isReplacement: boolean;
  /** Makes the wanted object from the stored one, which is `undefined` where an apply creates it. */
  readonly change: (current: JsonObject) => Body;
}

/** Makes JSON of the metadata that the server keeps beside an object: who manages which of its fields. */
export type MetadataExtras = (object: KubeObject) => JsonObject;

export interface RestResource {
  readonly definition: ResourceDefinition;
  get(namespace: string, name: string): View | undefined;
  /** All objects of a namespace, or of all if none is given, in no certain order. */
  list(namespace: string | undefined): View[];
  /** The version of the latest change. */
  version(): number;
  /** What an entry of the log, of the given number, means to this resource. */
  changeOf(entry: LogEntry, number: number): StoredChange | undefined;
  /** Number of the first log entry that is newer than a version; `undefined` if the log no longer reaches back. */
  positionAfter(version: number): number | undefined;
  /** An object of which nothing but the version is known, for bookmarks. */
  bookmark(metadata: JsonObject): JsonObject;
  /** An object with its defaults, as webhooks see it; as it is if it cannot be read. */
  defaulted?(value: JsonObject, namespace: string): JsonObject;
  /** Shows an object again: what the server keeps beside it has changed. */
  refresh?(target: Target): void;
  create?(namespace: string, body: Body, options: RequestOptions): WriteOutcome;
  update?(request: UpdateRequest): WriteOutcome;
  /** What the answer shows: the object where it is still there or the resource always shows it; else nothing. */
  delete?(target: Target, options: DeleteRequestOptions): { readonly view: View; readonly isShown: boolean };
  /** Warnings that a DELETE gets, whatever comes of it. */
  deleteWarnings?(options: DeleteRequestOptions): readonly string[];
}
