/**
 * Named random streams from one seed.
 *
 * Each thing that is drawn has its own stream, so a new draw in one place changes nothing elsewhere, and two runs that
 * differ in one setting still share everything else that is drawn (common random numbers).
 */

import seedrandom from "seedrandom";

/**
 * Opens the random stream of one concern.
 *
 * @param seed the seed of the run, any text
 * @param names what is drawn, from the general to the particular; equal names give equal streams
 * @returns a function that gives the next number of the stream, at least 0 and less than 1
 * @example
 * const random = randomStream("7", "default/sweep", 3, 0, "run");
 * random(); // the same number in every run with seed 7
 */
export function randomStream(seed: string, ...names: readonly (string | number)[]): () => number {
  // The length before each name keeps ("a", "bc") and ("ab", "c") apart, whatever the names hold.
  let key = "";
  for (const name of names) {
    const text = String(name);
    key += `${text.length}:${text}`;
  }
  return seedrandom.alea(digest(`${key}|${seed}`));
}

/**
 * Shortens a text to four characters that carry 64 bits (two multiplicative hashes, mixed at the end). Seeding costs
 * time for each character, a run of 100,000 pods opens several hundred thousand streams, and alea itself gives similar
 * texts equal streams more often than chance would.
 */
function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  const mixedA = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  const mixedB = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(mixedA ^ (mixedA >>> 13), 0xc2b2ae35);
  return String.fromCharCode(mixedA >>> 16, mixedA & 0xffff, mixedB >>> 16, mixedB & 0xffff);
}
