/** Exit codes of a container: one, or several with probabilities. */

/** Codes in ascending order; `upTo[i]` is the probability that the code is among the first `i + 1`; the last is 1. */
export interface ExitChoice {
  readonly codes: readonly number[];
  readonly upTo: readonly number[];
}

/**
 * The choice that always gives one code.
 *
 * @param code 0 to 255
 * @example
 * always(1);
 */
export function always(code: number): ExitChoice {
  return { codes: [code], upTo: [1] };
}

/**
 * Draws an exit code.
 *
 * @param random uniform numbers from [0, 1); not called if there is only one code
 * @example
 * drawExit(always(1), random); // 1
 */
export function drawExit(choice: ExitChoice, random: () => number): number {
  const [only] = choice.codes;
  if (choice.codes.length === 1 && only !== undefined) return only;
  const at = random();
  return choice.codes[choice.upTo.findIndex((bound) => at < bound)] ?? 0;
}
