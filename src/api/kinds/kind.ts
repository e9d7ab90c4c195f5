/**
 * A kind of object: its names, its scope, and what the API server does with its objects.
 *
 * A row of the table of kinds is one call of `kind`; so is a kind that a program declares for itself.
 */

import type { TypeName } from "../schema/index.ts";
import type { KubeObject } from "../types.ts";
import type { Column } from "./column.ts";
import type { Strategy } from "./strategy.ts";

export type Scope = "Namespaced" | "Cluster";

/** What a kind is declared with; only the first three must be said. */
export interface KindDeclaration<T extends KubeObject> {
  /** Group and version, for example `example.com/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The name of the resource in paths, for example `widgets`. */
  readonly plural: string;
  /** The kind in lower case if absent. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** `Namespaced` if absent. */
  readonly scope?: Scope;
  /** The type by which objects are read and patches are merged; without one any field is kept as it is. */
  readonly schema?: TypeName;
  /** Whether the status is written through a path of its own (the default), and not with the rest. */
  readonly hasStatus?: boolean;
  /** Where the replicas are that `/scale` reads and writes; without it there is no `/scale`. */
  readonly scale?: ScalePaths | undefined;
  /** Whether all objects of a namespace, or of the cluster, can be deleted with one request (the default). */
  readonly deletesCollections?: boolean;
  /** What happens to an object's dependents where a DELETE does not say; they follow in the background by default. */
  readonly propagation?: "Background" | "Orphan";
  readonly strategy?: Strategy<T>;
  /** Fields by which objects can be selected besides name and namespace, each with its text where it is absent. */
  readonly selectableFields?: Readonly<Record<string, string>>;
  /** Selectable texts that are not those of one field, besides. */
  readonly selectableTexts?: Readonly<Record<string, (object: KubeObject) => string>>;
  /** The columns of tables, besides name and age. */
  readonly columns?: readonly Column<T>[];
  /** Tables have neither name nor age in front and at the end. */
  readonly hasAllColumns?: boolean;
  /** Another kind's objects are shown in this form; they are stored once. */
  readonly storedAs?: StoredAs<T> | undefined;
}

/** Simple JSON paths of fields, such as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  /** A text with a label selector. */
  readonly labelSelectorPath?: string;
}

/** How objects of one kind are kept as those of another. */
export interface StoredAs<T extends KubeObject> {
  readonly of: AnyKind;
  toStored(object: T): KubeObject;
  fromStored(stored: KubeObject): T;
}

/** A declaration that is data alone. */
export type PlainKind = Omit<KindDeclaration<KubeObject>, "strategy" | "columns" | "selectableTexts" | "storedAs">;

/** A kind of object. */
export interface Kind<T extends KubeObject = KubeObject>
  extends Required<Omit<KindDeclaration<T>, "schema" | "storedAs" | "scale">> {
  readonly group: string;
  readonly version: string;
  /**
   * The resource as the log and faults name it: `nodes`, `leases`; where the kind is not one of Kubernetes' own, with
   * its group: `widgets.example.com`; as if it is stored as another, which has the short name.
   */
  readonly resource: string;
  /** The resource as messages name it: `nodes`, `leases.coordination.k8s.io`. */
  readonly qualifiedResource: string;
  readonly isNamespaced: boolean;
  readonly schema: TypeName | undefined;
  readonly storedAs: StoredAs<T> | undefined;
  readonly scale: ScalePaths | undefined;
}

/** Any kind at all: what handles objects of kinds that it does not know. */
export type AnyKind = Kind<KubeObject>;

/**
 * Declares a kind of object.
 *
 * @example
 * interface Widget extends KubeObject {
 *   readonly spec: { readonly size: number };
 *   readonly status?: { readonly ready: boolean };
 * }
 * const WIDGET = kind<Widget>({ apiVersion: "example.com/v1", kind: "Widget", plural: "widgets" });
 * console.log(WIDGET.resource); // widgets.example.com
 */
export function kind<T extends KubeObject>(declaration: KindDeclaration<T>): Kind<T> {
  const { apiVersion, plural, scope = "Namespaced" } = declaration;
  const [group, version] = splitApiVersion(apiVersion);
  return {
    apiVersion,
    group,
    version,
    kind: declaration.kind,
    plural,
    singular: declaration.singular ?? declaration.kind.toLowerCase(),
    shortNames: declaration.shortNames ?? [],
    categories: declaration.categories ?? [],
    scope,
    isNamespaced: scope === "Namespaced",
    resource: isOfKubernetes(group) && declaration.storedAs === undefined ? plural : `${plural}.${group}`,
    qualifiedResource: group === "" ? plural : `${plural}.${group}`,
    schema: declaration.schema,
    hasStatus: declaration.hasStatus ?? true,
    deletesCollections: declaration.deletesCollections ?? true,
    propagation: declaration.propagation ?? "Background",
    strategy: isOfKubernetes(group) ? (declaration.strategy ?? {}) : { ...CUSTOM, ...declaration.strategy },
    selectableFields: declaration.selectableFields ?? {},
    selectableTexts: declaration.selectableTexts ?? {},
    columns: declaration.columns ?? [],
    hasAllColumns: declaration.hasAllColumns ?? false,
    storedAs: declaration.storedAs,
    scale: declaration.scale,
  };
}

/** What is so of all kinds that are not Kubernetes' own. */
const CUSTOM = { generationFields: ["spec"], allowUnconditionalUpdate: false } as const;

function splitApiVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Groups without a dot, and those under `k8s.io`, are Kubernetes' own. */
function isOfKubernetes(group: string): boolean {
  return !group.includes(".") || group.endsWith(".k8s.io");
}

/** Whether an object is of a kind. */
export function isOfKind<T extends KubeObject>(of: Kind<T>, object: KubeObject): object is T {
  return object.kind === of.kind && object.apiVersion === of.apiVersion;
}
