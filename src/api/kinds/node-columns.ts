/** The columns of `kubectl get nodes`, with the descriptions of kube-apiserver. */

import { humanDuration } from "../human-duration.ts";
import type { KubeObject } from "../types.ts";
import type { Column } from "./column.ts";

/** The fields of a node that the columns read. */
interface ShownNode extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: Readonly<Record<string, string>>;
  };
}

const ROLE = "node-role.kubernetes.io/";
const NONE = "<none>";

/** The columns of Nodes. */
export const NODE_COLUMNS: readonly Column<ShownNode>[] = [
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

function wide(name: string, description: string, cell: (node: ShownNode) => string): Column<ShownNode> {
  return { ...text(name, description, cell), priority: 1 };
}

function addressOf({ status }: ShownNode, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
}

function infoOf({ status }: ShownNode, field: string): string {
  return status?.nodeInfo?.[field] || "<unknown>";
}

function text(name: string, description: string, cell: (node: ShownNode) => string): Column<ShownNode> {
  return { name, type: "string", description, cell };
}

function statusOf({ spec, status }: ShownNode): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const word = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function rolesOf({ metadata }: ShownNode): string {
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(ROLE));
  return roles.length === 0
    ? NONE
    : roles
        .map((key) => key.slice(ROLE.length))
        .sort()
        .join(",");
}
