/**
 * A kind of object: its names, its scope, and how the API server handles its objects.
 *
 * A row of the table of kinds is one call of `kind`; programs declare their own kinds in the same way.
 */

import type { TypeName } from "../schema/index.ts";
import type { KubeObject } from "../types.ts";
import type { Column } from "./column.ts";
import type { Strategy } from "./strategy.ts";

/** Whether objects of a kind have a namespace. */
export type Scope = "Namespaced" | "Cluster";

/** The declaration of a kind; only the first three fields are required. */
export interface KindDeclaration<T extends KubeObject> {
  /** Group and version, for example `example.com/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The resource name in paths, for example `widgets`. */
  readonly plural: string;
  /** The kind in lower case if absent. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** `Namespaced` if absent. */
  readonly scope?: Scope;
  /** The type that is used to decode objects and merge patches; without one, any field is accepted. */
  readonly schema?: TypeName;
  /** Whether the status is written through the subresource `/status` (the default). */
  readonly hasStatus?: boolean;
  /** The fields that the subresource `/scale` reads and writes; without them there is no `/scale`. */
  readonly scale?: ScalePaths | undefined;
  /** Whether one request can delete all objects of a namespace or of the cluster (the default). */
  readonly deletesCollections?: boolean;
  /** The propagation policy of a DELETE that names none; `Background` by default. */
  readonly propagation?: "Background" | "Orphan";
  readonly strategy?: Strategy<T>;
  /** Field selectors in addition to name and namespace, each with the value of an absent field. */
  readonly selectableFields?: Readonly<Record<string, string>>;
  /** Field selectors with computed values. */
  readonly selectableTexts?: Readonly<Record<string, (object: KubeObject) => string>>;
  /** The columns of tables, between name and age. */
  readonly columns?: readonly Column<T>[];
  /** The columns include name and age. */
  readonly hasAllColumns?: boolean;
  /** The kind is another form of a kind that stores its objects. */
  readonly storedAs?: StoredAs<T> | undefined;
}

/** JSONPaths of the fields of `/scale`, such as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  /** The path of a label selector in text form. */
  readonly labelSelectorPath?: string;
  /** The path of a LabelSelector, or of a map of labels, which `/scale` shows as text. */
  readonly selectorPath?: string;
}

/** How objects of a kind are converted to and from the kind that stores them. */
export interface StoredAs<T extends KubeObject> {
  readonly of: AnyKind;
  toStored(object: T): KubeObject;
  fromStored(stored: KubeObject): T;
}

/** A declaration without functions. */
export type PlainKind = Omit<KindDeclaration<KubeObject>, "strategy" | "columns" | "selectableTexts" | "storedAs">;

/** A kind of object. */
export interface Kind<T extends KubeObject = KubeObject>
  extends Required<Omit<KindDeclaration<T>, "schema" | "storedAs" | "scale">> {
  readonly group: string;
  readonly version: string;
  /**
   * The resource name in the log and in faults: `nodes`, `leases`; with the group for kinds outside Kubernetes
   * (`widgets.example.com`), and for kinds stored as another, which has the short name.
   */
  readonly resource: string;
  /** The resource name in messages: `nodes`, `leases.coordination.k8s.io`. */
  readonly qualifiedResource: string;
  readonly isNamespaced: boolean;
  readonly schema: TypeName | undefined;
  readonly storedAs: StoredAs<T> | undefined;
  readonly scale: ScalePaths | undefined;
}

/** Any kind, for code that handles all of them. */
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

/** Settings of all kinds outside Kubernetes. */
const CUSTOM = { generationFields: ["spec"], allowUnconditionalUpdate: false } as const;

function splitApiVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Groups without a dot, and those under `k8s.io`, belong to Kubernetes. */
function isOfKubernetes(group: string): boolean {
  return !group.includes(".") || group.endsWith(".k8s.io");
}

/** Whether an object is of a kind. */
export function isOfKind<T extends KubeObject>(of: Kind<T>, object: KubeObject): object is T {
  return object.kind === of.kind && object.apiVersion === of.apiVersion;
}
