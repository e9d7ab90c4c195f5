/** Paths of nodes that have to be there before a pod starts: a run assumes that every node has them. */

import { isJsonList, isJsonObject } from "../../api/json.ts";
import type { PodSpec } from "../../api/types.ts";

/** What `type` demands of the path. With other types the kubelet creates what is missing, or does not look. */
const DEMANDS = {
  Directory: "directory",
  File: "file",
  Socket: "socket",
  CharDevice: "character device",
  BlockDevice: "block device",
} as const;

/** `directory /data`, each once, in the order of the volumes. */
export function demandedHostPaths({ volumes }: PodSpec): readonly string[] {
  const found = isJsonList(volumes) ? volumes.filter(isJsonObject) : [];
  const paths = found.flatMap(({ hostPath }) => {
    if (!isJsonObject(hostPath)) return [];
    const { type, path } = hostPath;
    return isDemand(type) && typeof path === "string" ? [`${DEMANDS[type]} ${path}`] : [];
  });
  return [...new Set(paths)];
}

function isDemand(type: unknown): type is keyof typeof DEMANDS {
  return typeof type === "string" && Object.hasOwn(DEMANDS, type);
}
