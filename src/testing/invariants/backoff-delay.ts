/** The back-off after failures (semantics 05, section 6), written apart from the controller. */

const BASE_MS = 10_000;
const MAX_MS = 600_000;

/** The delay after this many failures in a row. */
export function delayMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(BASE_MS * 2 ** (failures - 1), MAX_MS);
}
