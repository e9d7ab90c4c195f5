/** Kinds that the API server stores and hands out without knowing more of them than their names and scopes. */

import type { KubeObject, StringMap } from "../types.ts";
import { kind } from "./kind.ts";

export interface ConfigMap extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "ConfigMap";
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
  readonly immutable?: boolean;
}

export const CONFIG_MAP = kind<ConfigMap>({
  apiVersion: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  hasStatus: false,
});

export interface Secret extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly type?: string;
  readonly data?: StringMap;
  readonly immutable?: boolean;
}

export const SECRET = kind<Secret>({
  apiVersion: "v1",
  kind: "Secret",
  plural: "secrets",
  hasStatus: false,
  selectableFields: { type: "" },
});

export const SERVICE_ACCOUNT = kind<KubeObject>({
  apiVersion: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  hasStatus: false,
});

/** Which pods a quota means: by a property of theirs, or by the name of their priority class. */
export interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

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

export const RESOURCE_QUOTA = kind<ResourceQuota>({
  apiVersion: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
});

export interface PriorityClass extends KubeObject {
  readonly apiVersion: "scheduling.k8s.io/v1";
  readonly kind: "PriorityClass";
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: "PreemptLowerPriority" | "Never";
}

export const PRIORITY_CLASS = kind<PriorityClass>({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  scope: "Cluster",
  hasStatus: false,
});

export const PERSISTENT_VOLUME_CLAIM = kind<KubeObject>({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
});

export const SERVICE = kind<KubeObject>({
  apiVersion: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
});
