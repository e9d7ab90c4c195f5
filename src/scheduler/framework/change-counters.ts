/** Counts changes of single nodes and of blocks of nodes, so that changes are found without checking every node. */

/** A block has two to the power of `BLOCK_BITS` consecutive nodes, in search order. */
export const BLOCK_BITS = 5;

export interface ChangeCounters {
  /** Number of changes of each node, by index. */
  readonly nodes: Int32Array<ArrayBuffer>;
  /** Number of changes of each block. */
  readonly blocks: Int32Array<ArrayBuffer>;
}

export function changeCounters(nodeCount: number): ChangeCounters {
  return { nodes: new Int32Array(nodeCount), blocks: new Int32Array(blocksOf(nodeCount)) };
}

export function blocksOf(nodeCount: number): number {
  return (nodeCount + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
}
