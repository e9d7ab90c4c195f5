/**
 * A 4-ary heap of (key, sequence, slot) in typed arrays: no object for an event, half the depth of a binary heap, and
 * nothing that the garbage collector must look at while entries move.
 */

const ARITY = 4;
const INITIAL_CAPACITY = 64;

export class EventHeap {
  #size = 0;
  #keys = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #slots = new Int32Array(INITIAL_CAPACITY);

  get size(): number {
    return this.#size;
  }

  /** Key of the first entry; infinite where there is none. */
  get firstKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] ?? 0);
  }

  /** Adds an entry; its sequence must be higher than that of every entry before it. */
  push(key: number, sequence: number, slot: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      // The newest entry comes behind all of its key, so an equal key does not move it up.
      if ((keys[parent] ?? 0) <= key) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, key, sequence, slot);
  }

  /** Removes the first entry and returns its slot; -1 where there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const slot = this.#slots[0] ?? 0;
    const last = --this.#size;
    if (last > 0) this.#sink(this.#keys[last] ?? 0, this.#sequences[last] ?? 0, this.#slots[last] ?? 0);
    return slot;
  }

  /** Finds the place of an entry from the top down, moving smaller ones up. */
  #sink(key: number, sequence: number, slot: number): void {
    const size = this.#size;
    let at = 0;
    for (;;) {
      const first = at * ARITY + 1;
      if (first >= size) break;
      let least = first;
      const end = Math.min(first + ARITY, size);
      for (let child = first + 1; child < end; child++) if (this.#isBefore(child, least)) least = child;
      const leastKey = this.#keys[least] ?? 0;
      if (key < leastKey || (key === leastKey && sequence < (this.#sequences[least] ?? 0))) break;
      this.#move(least, at);
      at = least;
    }
    this.#put(at, key, sequence, slot);
  }

  #isBefore(a: number, b: number): boolean {
    const aKey = this.#keys[a] ?? 0;
    const bKey = this.#keys[b] ?? 0;
    return aKey < bKey || (aKey === bKey && (this.#sequences[a] ?? 0) < (this.#sequences[b] ?? 0));
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from] ?? 0;
    this.#sequences[to] = this.#sequences[from] ?? 0;
    this.#slots[to] = this.#slots[from] ?? 0;
  }

  #put(at: number, key: number, sequence: number, slot: number): void {
    this.#keys[at] = key;
    this.#sequences[at] = sequence;
    this.#slots[at] = slot;
  }

  #grow(): void {
    const capacity = this.#keys.length * 2;
    const keys = new Float64Array(capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    const sequences = new Float64Array(capacity);
    sequences.set(this.#sequences);
    this.#sequences = sequences;
    const slots = new Int32Array(capacity);
    slots.set(this.#slots);
    this.#slots = slots;
  }
}
