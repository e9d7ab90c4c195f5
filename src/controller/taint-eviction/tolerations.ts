/** How long a pod may stay on a node with NoExecute taints. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { NodeTaint, Toleration } from "../../api/node.ts";
import { tolerates } from "../../api/tolerations.ts";

/** How long a pod stays: it is not tolerated, stays for so long after that was first seen, or forever. */
export type Stay = "intolerable" | "forever" | { readonly forMs: number };

/**
 * What the taints of a node mean for a pod.
 *
 * Of the tolerations that match a taint only the first of the list counts (`GetMatchingTolerations`), and of those that
 * count the shortest (`getMinTolerationTime`).
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
  // What overflows is taken for endless.
  return forMs < 0 ? "forever" : { forMs };
}
