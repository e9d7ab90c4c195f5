/** The columns of `kubectl get nodes`, with the descriptions of kube-apiserver. */

import { humanDuration } from "../human-duration.ts";
import type { KubeObject } from "../types.ts";
import type { Column } from "./column.ts";

/** The fields of a node that the columns read. */
interface ShownNode extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo?: { readonly kubeletVersion?: string };
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
];

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
