/** The kind Node (core/v1). */

import { humanDuration } from "../human-duration.ts";
import type { ConditionStatus, KubeObject, StringMap, Timestamp } from "../types.ts";
import type { Column } from "./column.ts";
import { kind } from "./kind.ts";

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

const ROLE = "node-role.kubernetes.io/";
const NONE = "<none>";

/** The columns of `kubectl get nodes`, with the descriptions of kube-apiserver. */
const NODE_COLUMNS: readonly Column<Node>[] = [
  { ...text("Name", "The name of the node", ({ metadata }) => metadata.name), format: "name" },
  text("Status", "The status of the node", statusOf),
  text("Roles", "The roles of the node", rolesOf),
  {
    name: "Age",
    type: "string",
    description: "How long the node has been there",
    cell: ({ metadata }, nowMs) => humanDuration(nowMs - Date.parse(metadata.creationTimestamp)),
  },
  text("Version", "Kubelet Version reported by the node.", ({ status }) => status?.nodeInfo?.kubeletVersion ?? ""),
  wide("Internal-IP", "Internal IP of the node", (node) => addressOf(node, "InternalIP")),
  wide("External-IP", "External IP of the node", (node) => addressOf(node, "ExternalIP")),
  wide("OS-Image", "OS Image reported by the node.", (node) => infoOf(node, "osImage")),
  wide("Kernel-Version", "Kernel Version reported by the node.", (node) => infoOf(node, "kernelVersion")),
  wide("Container-Runtime", "ContainerRuntime Version reported by the node.", (node) =>
    infoOf(node, "containerRuntimeVersion"),
  ),
];

function wide(name: string, description: string, cell: (node: Node) => string): Column<Node> {
  return { ...text(name, description, cell), priority: 1 };
}

function addressOf({ status }: Node, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
}

function infoOf({ status }: Node, field: string): string {
  return status?.nodeInfo?.[field] || "<unknown>";
}

function text(name: string, description: string, cell: (node: Node) => string): Column<Node> {
  return { name, type: "string", description, cell };
}

function statusOf({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const word = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function rolesOf({ metadata }: Node): string {
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(ROLE));
  return roles.length === 0
    ? NONE
    : roles
        .map((key) => key.slice(ROLE.length))
        .sort()
        .join(",");
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
