/** Counts changes of nodes one by one and by blocks, so that what has changed is found without a look at every node. */

/** A block is a run of so many nodes, in the order in which they are searched: two to the power of `BLOCK_BITS`. */
export const BLOCK_BITS = 5;

export interface ChangeCounters {
  /** How often each node has changed, by its place. */
  readonly nodes: Float64Array<ArrayBuffer>;
  /** How often any node of each block has. */
  readonly blocks: Float64Array<ArrayBuffer>;
}

export function changeCounters(nodeCount: number): ChangeCounters {
  return { nodes: new Float64Array(nodeCount), blocks: new Float64Array(blocksOf(nodeCount)) };
}

export function blocksOf(nodeCount: number): number {
  return (nodeCount + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
}
