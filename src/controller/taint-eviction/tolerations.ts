/** How long a pod may stay on a node with NoExecute taints. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { NodeTaint, Toleration } from "../../api/node.ts";
import { tolerates } from "../../api/tolerations.ts";

/** How long a pod stays: not at all, for a time after its taints were first seen, or forever. */
export type Stay = "intolerable" | "forever" | { readonly forMs: number };

/**
 * How long a pod may stay on a node with these taints.
 *
 * For each taint, the first toleration that matches counts (`GetMatchingTolerations`); of those, the shortest decides
 * (`getMinTolerationTime`).
 *
 * @param taints NoExecute taints, at least one
 */
export function stayOf(taints: readonly NodeTaint[], tolerations: readonly Toleration[]): Stay {
  const used = taints.map((taint) => tolerations.find((toleration) => tolerates(toleration, taint)));
  if (used.includes(undefined)) return "intolerable";
  const limits = used.map((toleration) => toleration?.tolerationSeconds).filter((seconds) => seconds !== undefined);
  if (limits.length === 0) return "forever";
  const seconds = Math.min(...limits);
  if (seconds <= 0) return { forMs: 0 };
  const forMs = secondsToDurationMs(seconds);
  // Kubernetes treats an overflow as forever.
  return forMs < 0 ? "forever" : { forMs };
}
