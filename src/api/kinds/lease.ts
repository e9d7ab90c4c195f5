/** The kind Lease (coordination.k8s.io/v1): heartbeats of nodes, and leader election. */

import type { KubeObject } from "../types.ts";
import { kind } from "./kind.ts";

/** The spec of a Lease. */
export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  /** With microseconds, unlike other times of the API. */
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
  readonly strategy?: string;
  readonly preferredHolder?: string;
}

/** A Lease of coordination.k8s.io/v1. */
export interface Lease extends KubeObject {
  readonly apiVersion: "coordination.k8s.io/v1";
  readonly kind: "Lease";
  readonly spec?: LeaseSpec;
}

/** The kind Lease. */
export const LEASE = kind<Lease>({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  plural: "leases",
  hasStatus: false,
  columns: [
    {
      name: "Holder",
      type: "string",
      description: "holderIdentity contains the identity of the holder of a current lease.",
      cell: ({ spec }) => spec?.holderIdentity ?? "",
    },
  ],
  strategy: { allowUnconditionalUpdate: false },
});
