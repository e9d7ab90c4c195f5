/** The outcome of reading one value: the value, or what is wrong with it. */

export interface Fault {
  /** What is wrong and what would be right, to be read after the path of the value. */
  readonly problem: string;
  /** The key inside the value that is wrong, if it is not the value as a whole. */
  readonly key?: string | number;
  /** Whether the key itself is wrong, rather than its value. */
  readonly misnamed?: true;
}

export type Checked<T> = { readonly value: T } | Fault;

/**
 * Distinguishes a fault from a value.
 *
 * @example
 * const time = parseDuration("30s");
 * if (isFault(time)) throw new Error(time.problem);
 * time.value; // 30000
 */
export function isFault<T>(checked: Checked<T>): checked is Fault {
  return "problem" in checked;
}
