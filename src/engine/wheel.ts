/** One wheel of the event queue: numbered buckets, and which of them is the first in use. */

/**
 * A bucket for each number of ten bits: 32 words of 32 bits say which are in use, and one word says which of those
 * words are not zero.
 */
export const WHEEL_BITS = 10;
const BUCKETS = 1 << WHEEL_BITS;

export class Wheel {
  /** What each bucket holds, followed by the words that say which are in use. */
  readonly #cells = new Int32Array(BUCKETS + BUCKETS / 32);
  #wordsInUse = 0;

  get isEmpty(): boolean {
    return this.#wordsInUse === 0;
  }

  /** The first bucket in use; there must be one. */
  get first(): number {
    const word = lowestBit(this.#wordsInUse);
    return word * 32 + lowestBit(this.#cells[BUCKETS + word] ?? 0);
  }

  /** What a bucket holds; 0 if it is not in use. */
  at(bucket: number): number {
    return this.#cells[bucket] ?? 0;
  }

  /** @param content anything but 0 */
  put(bucket: number, content: number): void {
    if (this.#cells[bucket] === 0) {
      const word = bucket >> 5;
      this.#cells[BUCKETS + word] = (this.#cells[BUCKETS + word] ?? 0) | (1 << (bucket & 31));
      this.#wordsInUse |= 1 << word;
    }
    this.#cells[bucket] = content;
  }

  empty(bucket: number): void {
    this.#cells[bucket] = 0;
    const word = bucket >> 5;
    const others = (this.#cells[BUCKETS + word] ?? 0) & ~(1 << (bucket & 31));
    this.#cells[BUCKETS + word] = others;
    if (others === 0) this.#wordsInUse &= ~(1 << word);
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
