/** One wheel of the event queue: numbered buckets, and which of them is the first in use. */

/**
 * A bucket for each number of ten bits: 32 words of 32 bits say which are in use, and one word says which of those
 * words are not zero.
 */
export const WHEEL_BITS = 10;
const BUCKETS = 1 << WHEEL_BITS;
/** What each bucket holds, followed by the words that say which are in use. */
const CELLS = BUCKETS + BUCKETS / 32;

/** Wheels whose cells are parts of one array: an array of its own for each costs a short run as much as its events. */
const WHEELS_OF_BLOCK = 32;
let block = new Int32Array(0);
let taken = 0;

export class Wheel {
  readonly #cells: Int32Array;
  /** Where its buckets begin, and its words. */
  readonly #buckets: number;
  readonly #words: number;
  #wordsInUse = 0;

  constructor() {
    if (taken === block.length) {
      block = new Int32Array(WHEELS_OF_BLOCK * CELLS);
      taken = 0;
    }
    this.#cells = block;
    this.#buckets = taken;
    this.#words = taken + BUCKETS;
    taken += CELLS;
  }

  get isEmpty(): boolean {
    return this.#wordsInUse === 0;
  }

  /** The first bucket in use; there must be one. */
  get first(): number {
    const word = lowestBit(this.#wordsInUse);
    return word * 32 + lowestBit(this.#cells[this.#words + word] ?? 0);
  }

  /** What a bucket holds; 0 if it is not in use. */
  at(bucket: number): number {
    return this.#cells[this.#buckets + bucket] ?? 0;
  }

  /** @param content anything but 0 */
  put(bucket: number, content: number): void {
    const cell = this.#buckets + bucket;
    if (this.#cells[cell] === 0) {
      const word = bucket >> 5;
      this.#cells[this.#words + word] = (this.#cells[this.#words + word] ?? 0) | (1 << (bucket & 31));
      this.#wordsInUse |= 1 << word;
    }
    this.#cells[cell] = content;
  }

  empty(bucket: number): void {
    this.#cells[this.#buckets + bucket] = 0;
    const word = bucket >> 5;
    const others = (this.#cells[this.#words + word] ?? 0) & ~(1 << (bucket & 31));
    this.#cells[this.#words + word] = others;
    if (others === 0) this.#wordsInUse &= ~(1 << word);
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
