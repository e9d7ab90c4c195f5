/** The nodes with the best score, in the order in which they were found: an array, or what a board found. */

import type { NodeInfo } from "../node-info.ts";

export interface BestNodes extends Iterable<NodeInfo> {
  readonly length: number;
  at(index: number): NodeInfo | undefined;
}
