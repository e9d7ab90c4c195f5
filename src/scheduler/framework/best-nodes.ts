/** The nodes with the best score, in the order in which they were found: an array, or the result of a board. */

import type { NodeInfo } from "../node-info.ts";

export interface BestNodes extends Iterable<NodeInfo> {
  readonly length: number;
  at(index: number): NodeInfo | undefined;
}
