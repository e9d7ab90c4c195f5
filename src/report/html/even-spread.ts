/** An evenly spread part of a sequence whose length nobody knows yet. */

/** Keeps every first, then every second, every fourth member of a sequence, so that it never has too many. */
export class EvenSpread<T> {
  readonly #most: number;
  readonly #onDrop: (one: T) => void;
  #kept: T[] = [];
  #stride = 1;
  #seen = 0;

  /**
   * @param most how many are kept, 1 or more; of longer sequences at least half as many are
   * @param onDrop called with a member that was kept for a while
   */
  constructor(most: number, onDrop: (one: T) => void) {
    this.#most = most;
    this.#onDrop = onDrop;
  }

  /** In their order; the first is always among them. */
  get kept(): readonly T[] {
    return this.#kept;
  }

  /** How many there were. */
  get seen(): number {
    return this.#seen;
  }

  /** Takes the next member; returns whether it is kept. */
  offer(one: T): boolean {
    const isKept = this.#seen++ % this.#stride === 0;
    if (!isKept) return false;
    this.#kept.push(one);
    if (this.#kept.length <= this.#most) return true;
    const all = this.#kept;
    this.#stride *= 2;
    this.#kept = all.filter((_, i) => i % 2 === 0);
    for (let i = 1; i < all.length; i += 2) {
      const dropped = all[i];
      if (dropped !== undefined && dropped !== one) this.#onDrop(dropped);
    }
    return this.#kept.at(-1) === one;
  }
}

/** Evenly spread members of a list, the first among them. */
export function thinned<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => Math.floor((i * list.length) / most)).flatMap((at) => {
    const one = list[at];
    return one === undefined ? [] : [one];
  });
}
