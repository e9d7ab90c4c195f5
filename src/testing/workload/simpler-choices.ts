/** Lists of choices that are simpler than a given one: shorter, or of smaller numbers. */

import type { MadeChoices } from "./choices.ts";

/** Simpler choices, the boldest first; what is drawn from them need not be allowed. */
export function* simplerChoices({ choices, lists }: MadeChoices): Generator<readonly number[]> {
  for (const { lengthAt, items } of lists) {
    const length = choices[lengthAt] ?? 0;
    for (const [from, to] of length === 0 ? [] : items) {
      yield [...choices.slice(0, lengthAt), length - 1, ...choices.slice(lengthAt + 1, from), ...choices.slice(to)];
    }
  }
  // Several at once: a part of the world becomes as simple as it can be.
  for (let size = choices.length; size > 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < choices.length; from += size) {
      const until = Math.min(from + size, choices.length);
      if (choices.slice(from, until).some((choice) => choice > 0)) {
        yield choices.map((choice, at) => (from <= at && at < until ? 0 : choice));
      }
    }
  }
  for (const [at, choice] of choices.entries()) {
    for (const smaller of new Set([0, Math.floor(choice / 2), choice - 1])) {
      if (0 <= smaller && smaller < choice) yield choices.with(at, smaller);
    }
  }
  // An assumption about two numbers together, such as a sum, lets neither become smaller alone.
  for (const [at, choice] of choices.entries()) {
    for (let other = at + 1; choice > 0 && other <= Math.min(at + NEAR, choices.length - 1); other++) {
      yield choices.with(at, choice - 1).with(other, (choices[other] ?? 0) + 1);
    }
  }
}

/** Numbers that belong together are at most this far apart. */
const NEAR = 3;

/** Whether choices are simpler than others: fewer, or as many and the first that differs is smaller. */
export function areSimpler(choices: readonly number[], others: readonly number[]): boolean {
  if (choices.length !== others.length) return choices.length < others.length;
  const at = choices.findIndex((choice, i) => choice !== others[i]);
  return at !== -1 && (choices[at] ?? 0) < (others[at] ?? 0);
}
