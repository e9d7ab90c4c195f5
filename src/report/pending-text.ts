/** What people need to know first about a run: pods for which no node was found, and why. */

import type { PendingPods } from "../analysis/pending-pods.ts";
import type { Style } from "./style.ts";

/** How many reasons are shown. */
const MOST = 5;

/** A line for each reason, then an empty one; nothing if every pod has a node. */
export function pendingText(groups: readonly PendingPods[], style: Style): string[] {
  const lines = groups.slice(0, MOST).map(({ owner, count, message }) => {
    const pods = count === 1 ? "1 pod" : `${count} pods`;
    return style.warn(`PENDING   ${pods} of ${owner} to the end: ${message}`);
  });
  const more = groups.length - lines.length;
  return lines.length === 0 ? [] : [...lines, ...(more > 0 ? [`… and for ${more} more reasons`] : []), ""];
}
