/**
 * Sets of completion indexes, and their text form in `completedIndexes` and `failedIndexes`: `"1,3-5,7"`.
 *
 * A set is a bitmap that grows with its highest index: a Job has up to 100,000 indexes, and a sync checks membership,
 * the lowest missing index and the text far more often than the set changes. The words are plain numbers: most Jobs are
 * small, and copying a short array costs a tenth of copying a typed array.
 */

/** A contiguous range of indexes, both ends included. */
export interface IndexInterval {
  readonly first: number;
  readonly last: number;
}

const BITS = 32;
const FULL_WORD = -1;

/** A set of completion indexes that may be shared, since it cannot be changed. */
export type ReadonlyIndexSet = Omit<IndexSet, "add" | "addRange" | "delete" | "deleteFrom">;

/** A mutable set of completion indexes (integers from 0). */
export class IndexSet {
  /** 32 indexes per word, the lowest in the lowest bit; words are signed, as bitwise operators return them. */
  #words: number[] = [];
  #size = 0;
  #text: string | undefined = "";

  constructor(intervals?: Iterable<IndexInterval>) {
    if (intervals !== undefined) for (const { first, last } of intervals) this.addRange(first, last);
  }

  /** Returns the set of the given indexes. */
  static of(...indexes: readonly number[]): IndexSet {
    const set = new IndexSet();
    for (const index of indexes) set.add(index);
    return set;
  }

  /** The number of indexes in the set. */
  get size(): number {
    return this.#size;
  }

  /** The number of 32-bit words of the bitmap. */
  get words(): number {
    return this.#words.length;
  }

  /** A word of the bitmap, the lowest index in the lowest bit; 0 past the end. */
  word(position: number): number {
    return this.#words[position] ?? 0;
  }

  has(index: number): boolean {
    return ((this.word(index >>> 5) >>> (index & 31)) & 1) === 1;
  }

  /** Adds an index; returns whether it was missing. */
  add(index: number): boolean {
    const position = index >>> 5;
    this.#reserve(position + 1);
    const word = this.word(position);
    const changed = word | (1 << (index & 31));
    if (changed === word) return false;
    this.#words[position] = changed;
    this.#size += 1;
    this.#text = undefined;
    return true;
  }

  /** Adds all indexes from `first` to `last`, both included. */
  addRange(first: number, last: number): void {
    if (last < first) return;
    this.#reserve((last >>> 5) + 1);
    for (let position = first >>> 5; position <= last >>> 5; position++) {
      const from = Math.max(first - position * BITS, 0);
      const to = Math.min(last - position * BITS, BITS - 1);
      this.#orWord(position, (FULL_WORD << from) & (FULL_WORD >>> (BITS - 1 - to)));
    }
  }

  /** Removes an index; returns whether it was present. */
  delete(index: number): boolean {
    if (!this.has(index)) return false;
    const position = index >>> 5;
    this.#words[position] = this.word(position) & ~(1 << (index & 31));
    this.#size -= 1;
    this.#text = undefined;
    return true;
  }

  /** Removes every index at or above `bound`, as scaling an Indexed Job down does. */
  deleteFrom(bound: number): void {
    for (let position = Math.max(bound, 0) >>> 5; position < this.#words.length; position++) {
      const kept = bound - position * BITS;
      const mask = kept <= 0 ? 0 : FULL_WORD >>> (BITS - kept);
      const word = this.word(position);
      const rest = word & mask;
      if (rest === word) continue;
      this.#words[position] = rest;
      this.#size -= bitCount(word) - bitCount(rest);
      this.#text = undefined;
    }
  }

  clone(): IndexSet {
    const copy = new IndexSet();
    copy.#words = this.#words.slice();
    copy.#size = this.#size;
    copy.#text = this.#text;
    return copy;
  }

  /** The lowest index at or above `from` that is not in the set. */
  firstMissingFrom(from: number): number {
    let position = from >>> 5;
    let missing = ~this.word(position) & (FULL_WORD << (from & 31));
    while (missing === 0) {
      position += 1;
      missing = ~this.word(position);
    }
    return position * BITS + lowestBit(missing);
  }

  /** The lowest index at or above `from` that is in the set, or -1. */
  firstPresentFrom(from: number): number {
    let position = from >>> 5;
    if (position >= this.#words.length) return -1;
    let present = this.word(position) & (FULL_WORD << (from & 31));
    while (present === 0) {
      position += 1;
      if (position >= this.#words.length) return -1;
      present = this.word(position);
    }
    return position * BITS + lowestBit(present);
  }

  /** The lowest index in both sets, or -1. */
  firstCommon(other: ReadonlyIndexSet): number {
    const shared = Math.min(this.words, other.words);
    for (let position = 0; position < shared; position++) {
      const common = this.word(position) & other.word(position);
      if (common !== 0) return position * BITS + lowestBit(common);
    }
    return -1;
  }

  /** The maximal contiguous ranges of the set, ascending. */
  *intervals(): Generator<IndexInterval, void, void> {
    for (let first = this.firstPresentFrom(0); first >= 0; ) {
      const end = this.firstMissingFrom(first);
      yield { first, last: end - 1 };
      first = this.firstPresentFrom(end);
    }
  }

  /** All indexes, ascending. */
  *[Symbol.iterator](): Generator<number, void, void> {
    for (let index = this.firstPresentFrom(0); index >= 0; index = this.firstPresentFrom(index + 1)) yield index;
  }

  /** The text form; cached until the set changes. */
  format(): string {
    this.#text ??= formatIntervals(this.intervals());
    return this.#text;
  }

  #orWord(position: number, bits: number): void {
    const word = this.word(position);
    const changed = word | bits;
    if (changed === word) return;
    this.#words[position] = changed;
    this.#size += bitCount(changed) - bitCount(word);
    this.#text = undefined;
  }

  #reserve(words: number): void {
    while (this.#words.length < words) this.#words.push(0);
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Formats ascending, disjoint, non-adjacent ranges: one index `a`, two `a,b`, more `a-b`. */
export function formatIntervals(intervals: Iterable<IndexInterval>): string {
  return Array.from(intervals, ({ first, last }) => formatInterval(first, last)).join(",");
}

function formatInterval(first: number, last: number): string {
  if (last === first) return String(first);
  return `${first}${last === first + 1 ? "," : "-"}${last}`;
}

/**
 * Parses an integer as Go's `strconv.Atoi` does (with an optional sign and leading zeros); `undefined` if it is
 * invalid.
 */
export function parseGoInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) < 2 ** 63 ? value : undefined;
}

/**
 * Parses an index list as the Job controller does, skipping invalid parts.
 *
 * @param text `completedIndexes`, `failedIndexes` or `succeededIndexes`
 * @param completions parsing stops at the first part that starts at or above this bound
 * @returns a set that may be shared: change a `clone` of it
 */
export function parseIndexes(text: string, completions: number): ReadonlyIndexSet {
  if (text === "") return EMPTY;
  const known = recent.find((one) => one.text === text && one.completions === completions);
  if (known !== undefined) return known.set;
  const set = readIndexes(text, completions);
  rememberIndexes(text, completions, set);
  return set;
}

/**
 * Caches the set of a text that was just written, so that the next reader does not parse it.
 *
 * @param set must not be changed any more
 */
export function rememberIndexes(text: string, completions: number, set: ReadonlyIndexSet): void {
  recent[nextRecent] = { text, completions, set };
  nextRecent = (nextRecent + 1) % RECENT;
}

/** The lists parsed last: a sync reads the list of the sync before, and its write is checked against both. */
const recent: { readonly text: string; readonly completions: number; readonly set: ReadonlyIndexSet }[] = [];
const RECENT = 4;
const EMPTY: ReadonlyIndexSet = new IndexSet();
let nextRecent = 0;

function readIndexes(text: string, completions: number): IndexSet {
  const set = new IndexSet();
  for (const piece of text.split(",")) {
    const [firstText = "", lastText] = piece.split("-");
    const first = parseGoInteger(firstText);
    if (first === undefined) continue;
    if (first >= completions) break;
    const last = lastText === undefined ? first : parseGoInteger(lastText);
    if (last !== undefined) set.addRange(first, Math.min(last, completions - 1));
  }
  return set;
}
