/**
 * Slots in the order of their keys, equal keys in the order in which they were added.
 *
 * A key is a number of six digits of ten bits. A slot waits on the wheel of the highest digit in which its key differs
 * from the cursor, in the bucket of that digit: what comes soon is sorted finely, what comes late coarsely. When the
 * finest wheel is empty, the cursor moves on to the next key, and the bucket that held it is dealt out to finer wheels.
 * So a slot moves two or three times in all, however many wait: a hierarchical timing wheel (Varghese and Lauck, 1987).
 * A heap of 100,000 moves an entry nine times, each time to another line of the cache.
 *
 * Why the order is right: all that waits on a wheel comes before all that waits on the next one, as it agrees with the
 * cursor in more digits. And slots of one key are never on two wheels: the cursor only moves into a bucket by dealing
 * it out, in order, before anything else is added.
 */

import { WHEEL_BITS, Wheel } from "./wheel.ts";

const DIGIT = (1 << WHEEL_BITS) - 1;
/** A key has more digits than the 32 bits that bit operations work on, so it is looked at in two halves. */
const DIGITS_OF_HALF = 3;
const HALF = 2 ** (DIGITS_OF_HALF * WHEEL_BITS);

const FEW = 16;
/** Stands for a first key that must be looked for. */
const UNKNOWN = -1;

export class EventQueue {
  #size = 0;
  #firstKey = Number.POSITIVE_INFINITY;
  #cursorLow = 0;
  #cursorHigh = 0;
  readonly #finest = new Wheel();
  /** The finest first; a wheel is made when something must wait on it. A bucket holds its last slot. */
  readonly #wheels = [this.#finest];
  #keys = new Float64Array(FEW);
  /** The slot after each in its bucket, and the first after the last: a ring. For a free slot, the next free one. */
  #next = new Int32Array(FEW);
  /** Slots are numbered from 1. */
  #slots = 0;
  #freeSlot = 0;

  get size(): number {
    return this.#size;
  }

  /** Key of the first slot; infinite if there is none. */
  get firstKey(): number {
    if (this.#firstKey === UNKNOWN) this.#firstKey = this.#findFirstKey();
    return this.#firstKey;
  }

  /**
   * Adds a slot.
   *
   * @param key a whole number up to 2^53, at least that of the last slot taken but for its lowest digit
   * @returns the number of the slot: from 1, as low as possible
   */
  add(key: number): number {
    const slot = this.#freeSlot === 0 ? this.#newSlot() : this.#freeSlot;
    // Nothing comes after a new slot.
    this.#freeSlot = this.#next[slot] ?? 0;
    this.#keys[slot] = key;
    this.#append(slot, key);
    if (key < this.#firstKey) this.#firstKey = key;
    this.#size++;
    return slot;
  }

  /** How many slots have the first key. */
  get firstCount(): number {
    if (this.#size === 0) return 0;
    if (this.#finest.isEmpty) this.#turn();
    const last = this.#finest.at(this.#finest.first);
    let count = 1;
    for (let slot = this.#next[last] ?? 0; slot !== last; slot = this.#next[slot] ?? 0) count++;
    return count;
  }

  /**
   * Takes a slot of the first key other than the first; the others keep their order.
   *
   * @param nth how many come before it: from 1, less than `firstCount`
   */
  takeLater(nth: number): number {
    const bucket = this.#finest.first;
    const last = this.#finest.at(bucket);
    let previous = last;
    for (let passed = 0; passed < nth; passed++) previous = this.#next[previous] ?? 0;
    const slot = this.#next[previous] ?? 0;
    this.#next[previous] = this.#next[slot] ?? 0;
    if (slot === last) this.#finest.put(bucket, previous);
    this.#next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
    this.#size--;
    return slot;
  }

  /** The key under which a slot waits. */
  keyOf(slot: number): number {
    return this.#keys[slot] ?? 0;
  }

  /** Takes the first slot, which is free from then on; 0 if there is none. */
  take(): number {
    if (this.#size === 0) return 0;
    if (this.#finest.isEmpty) this.#turn();
    const bucket = this.#finest.first;
    const last = this.#finest.at(bucket);
    const slot = this.#next[last] ?? 0;
    if (slot === last) {
      this.#finest.empty(bucket);
      this.#firstKey = UNKNOWN;
    } else {
      this.#next[last] = this.#next[slot] ?? 0;
    }
    this.#next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
    this.#size--;
    return slot;
  }

  /** Moves the cursor to the first key, and deals out the bucket that holds it, in order. */
  #turn(): void {
    const key = this.firstKey;
    this.#cursorHigh = Math.floor(key / HALF);
    this.#cursorLow = key - this.#cursorHigh * HALF;
    const wheel = this.#firstWheel();
    const bucket = wheel.first;
    const last = wheel.at(bucket);
    wheel.empty(bucket);
    let next = this.#next[last] ?? 0;
    let slot: number;
    do {
      slot = next;
      next = this.#next[slot] ?? 0;
      this.#append(slot, this.#keys[slot] ?? 0);
    } while (slot !== last);
  }

  /** Puts a slot after the others of its bucket. */
  #append(slot: number, key: number): void {
    const high = Math.floor(key / HALF);
    const isNear = high === this.#cursorHigh;
    const half = isNear ? key - high * HALF : high;
    const digit = highestDigit(half ^ (isNear ? this.#cursorLow : this.#cursorHigh));
    const wheel = this.#wheel(isNear ? digit : digit + DIGITS_OF_HALF);
    const bucket = (half >> (digit * WHEEL_BITS)) & DIGIT;
    const last = wheel.at(bucket);
    if (last === 0) {
      this.#next[slot] = slot;
    } else {
      this.#next[slot] = this.#next[last] ?? 0;
      this.#next[last] = slot;
    }
    wheel.put(bucket, slot);
  }

  #findFirstKey(): number {
    if (this.#size === 0) return Number.POSITIVE_INFINITY;
    const wheel = this.#firstWheel();
    const last = wheel.at(wheel.first);
    let first = this.#keys[last] ?? 0;
    // A bucket of the finest wheel holds one key only.
    if (wheel === this.#finest) return first;
    for (let slot = this.#next[last] ?? 0; slot !== last; slot = this.#next[slot] ?? 0) {
      first = Math.min(first, this.#keys[slot] ?? 0);
    }
    return first;
  }

  /** The finest wheel that is not empty. */
  #firstWheel(): Wheel {
    for (const wheel of this.#wheels) if (!wheel.isEmpty) return wheel;
    return this.#finest;
  }

  #wheel(number: number): Wheel {
    while (number >= this.#wheels.length) this.#wheels.push(new Wheel());
    return this.#wheels[number] ?? this.#finest;
  }

  #newSlot(): number {
    this.#slots++;
    if (this.#slots === this.#keys.length) {
      const keys = new Float64Array(2 * this.#slots);
      keys.set(this.#keys);
      this.#keys = keys;
      const next = new Int32Array(2 * this.#slots);
      next.set(this.#next);
      this.#next = next;
    }
    return this.#slots;
  }
}

/** The highest of three digits that is not 0; the lowest if all are. */
function highestDigit(half: number): number {
  if (half < 1 << WHEEL_BITS) return 0;
  return half < 1 << (2 * WHEEL_BITS) ? 1 : 2;
}
