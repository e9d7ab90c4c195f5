/** Random bytes from a random stream. */

const VALUES_OF_BYTE = 256;

/** Fills an array from a stream of numbers below 1. */
export function fillFrom(next: () => number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(next() * VALUES_OF_BYTE);
}
