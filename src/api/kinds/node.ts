/** The kind Node (core/v1). */

import type { ConditionStatus, KubeObject, StringMap, Timestamp } from "../types.ts";
import { kind } from "./kind.ts";
import { NODE_COLUMNS } from "./node-columns.ts";

/** A taint of a Node. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly timeAdded?: Timestamp;
}

/** A condition of a Node. */
export interface NodeCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastHeartbeatTime?: Timestamp;
  readonly lastTransitionTime?: Timestamp;
  readonly reason?: string;
  readonly message?: string;
}

/** The spec of a Node. */
export interface NodeSpec {
  readonly podCIDR?: string;
  readonly providerID?: string;
  readonly unschedulable?: boolean;
  readonly taints?: readonly NodeTaint[];
}

/** The status of a Node. */
export interface NodeStatus {
  readonly capacity?: StringMap;
  readonly allocatable?: StringMap;
  readonly phase?: string;
  readonly conditions?: readonly NodeCondition[];
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  readonly nodeInfo?: Readonly<Record<string, string>>;
  readonly images?: readonly { readonly names?: readonly string[]; readonly sizeBytes?: number }[];
  readonly volumesInUse?: readonly string[];
  readonly volumesAttached?: readonly { readonly name: string; readonly devicePath: string }[];
}

/** A Node of core/v1. */
export interface Node extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Node";
  readonly spec?: NodeSpec;
  readonly status?: NodeStatus;
}

/** The kind Node. */
export const NODE = kind<Node>({
  apiVersion: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  scope: "Cluster",
  selectableFields: { "spec.unschedulable": "false" },
  columns: NODE_COLUMNS,
  hasAllColumns: true,
  strategy: { keepsStatusOnCreate: true },
});
