/** Explanations beside what they explain. */

import type { Explanation } from "../../analysis/explain/explanations.ts";
import type { Explained } from "../../analysis/transition.ts";
import { explanationText } from "./explain-text.ts";

/** Explanations as lines of a timeline. */
export function asTransitions(found: readonly Explanation[], epochMs: number): Explained[] {
  return found.map((one) => ({
    kind: "because",
    atMs: one.atMs,
    job: one.job,
    rule: one.rule,
    text: explanationText(one, epochMs),
  }));
}

/**
 * Puts explanations in front of the writes of their instant: the controller decides, then it writes.
 *
 * @param lines in the order of time
 * @param isWrite whether a line is what the controller wrote
 */
export function besideTransitions<T extends { readonly atMs: number }>(
  lines: readonly T[],
  explained: readonly T[],
  isWrite: (line: T) => boolean,
): T[] {
  const merged: T[] = [];
  let next = 0;
  for (const line of lines) {
    for (let one = explained[next]; one !== undefined; one = explained[next]) {
      if (one.atMs > line.atMs || (one.atMs === line.atMs && !isWrite(line))) break;
      merged.push(one);
      next++;
    }
    merged.push(line);
  }
  return [...merged, ...explained.slice(next)];
}
