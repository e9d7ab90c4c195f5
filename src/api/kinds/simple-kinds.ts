/** Kinds that the API server stores with hardly any further logic. */

import type { KubeObject, StringMap } from "../types.ts";
import { validateDataUpdate, validateSecretUpdate } from "../validation/immutable-data.ts";
import { kind } from "./kind.ts";
import { CLAIM_COLUMNS, type ClaimFields, CONFIG_MAP_COLUMNS, SECRET_COLUMNS } from "./simple-columns.ts";

/** A ConfigMap of core/v1. */
export interface ConfigMap extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "ConfigMap";
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
  readonly immutable?: boolean;
}

/** The kind ConfigMap. */
export const CONFIG_MAP = kind<ConfigMap>({
  apiVersion: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  hasStatus: false,
  columns: CONFIG_MAP_COLUMNS,
  strategy: { validateUpdate: validateDataUpdate },
});

/** A Secret of core/v1. */
export interface Secret extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly type?: string;
  readonly data?: StringMap;
  /** Plain texts, which the server moves into `data`. */
  readonly stringData?: StringMap;
  readonly immutable?: boolean;
}

/** The kind Secret. */
export const SECRET = kind<Secret>({
  apiVersion: "v1",
  kind: "Secret",
  plural: "secrets",
  hasStatus: false,
  selectableFields: { type: "" },
  columns: SECRET_COLUMNS,
  strategy: { setDefaults: asStoredSecret, validateUpdate: validateSecretUpdate },
});

function asStoredSecret({ stringData, data, type = "Opaque", ...secret }: Secret): Secret {
  const encoded = Object.entries(stringData ?? {}).map(([key, text]) => [key, base64(text)] as const);
  const all = { ...data, ...Object.fromEntries(encoded) };
  return { ...secret, type, ...(Object.keys(all).length === 0 ? {} : { data: all }) };
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** The kind ServiceAccount. */
export const SERVICE_ACCOUNT = kind<KubeObject>({
  apiVersion: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  hasStatus: false,
});

/** Which pods a quota applies to: those with a certain property, or with a certain priority class. */
export interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** A ResourceQuota of core/v1. */
export interface ResourceQuota extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "ResourceQuota";
  readonly spec?: {
    readonly hard?: StringMap;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: StringMap; readonly used?: StringMap };
}

/** The kind ResourceQuota. */
export const RESOURCE_QUOTA = kind<ResourceQuota>({
  apiVersion: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
});

/** A PriorityClass of scheduling.k8s.io/v1. */
export interface PriorityClass extends KubeObject {
  readonly apiVersion: "scheduling.k8s.io/v1";
  readonly kind: "PriorityClass";
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: "PreemptLowerPriority" | "Never";
}

/** The kind PriorityClass. */
export const PRIORITY_CLASS = kind<PriorityClass>({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  scope: "Cluster",
  hasStatus: false,
});

/** A PersistentVolumeClaim of core/v1. */
export interface PersistentVolumeClaim extends ClaimFields {
  readonly apiVersion: "v1";
  readonly kind: "PersistentVolumeClaim";
}

/** The kind PersistentVolumeClaim. */
export const PERSISTENT_VOLUME_CLAIM = kind<PersistentVolumeClaim>({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  columns: CLAIM_COLUMNS,
});

/** The kind Service. */
export const SERVICE = kind<KubeObject>({
  apiVersion: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
});
