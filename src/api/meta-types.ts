/** Metadata and other parts that objects of all kinds share. */

import type { StringMap } from "./label-types.ts";

/** An RFC 3339 timestamp, for example `"2000-01-01T00:00:05Z"`; fractions of a second are truncated. */
export type Timestamp = string;

/** A reference to an owner of an object. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** The metadata of an object. */
export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: Timestamp;
  readonly deletionTimestamp?: Timestamp;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

/** The fields of every object; `namespace` is `""` for cluster-scoped kinds. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** The status of a condition. */
export type ConditionStatus = "True" | "False" | "Unknown";
