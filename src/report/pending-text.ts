/** What people have to know first of a run: pods that no node was found for, and why. */

import type { PendingPods } from "../analysis/pending-pods.ts";
import type { Style } from "./style.ts";

/** Reasons that are shown. */
const MOST = 5;

/** A line for each reason, and an empty one after them; nothing if every pod has a node. */
export function pendingText(groups: readonly PendingPods[], style: Style): string[] {
  const lines = groups.slice(0, MOST).map(({ owner, count, message }) => {
    const pods = count === 1 ? "1 pod" : `${count} pods`;
    return style.warn(`PENDING   ${pods} of ${owner} to the end: ${message}`);
  });
  const more = groups.length - lines.length;
  return lines.length === 0 ? [] : [...lines, ...(more > 0 ? [`… and for ${more} more reasons`] : []), ""];
}
