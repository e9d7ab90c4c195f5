/** Explanations next to what they explain. */

import type { Explained, Transition } from "../../analysis/changes/transition.ts";
import type { Explanation } from "../../analysis/explain/explanations.ts";
import { explanationText } from "../../analysis/explain/rule-sentence.ts";

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
 * Whether a transition is something a controller wrote, reported or asked for: its decisions of that instant led to it.
 */
export function isOfController(transition: Transition): boolean {
  const { kind } = transition;
  return kind === "event" || ((kind === "status" || kind === "refused") && transition.by !== "user");
}

/**
 * Puts explanations before what the controller does at their instant: it decides, then it writes.
 *
 * @param lines in the order of time
 * @param isDeed whether a line is what the controller did
 */
export function besideTransitions<T extends { readonly atMs: number }>(
  lines: readonly T[],
  explained: readonly T[],
  isDeed: (line: T) => boolean,
): T[] {
  const merged: T[] = [];
  let next = 0;
  for (const line of lines) {
    for (let one = explained[next]; one !== undefined; one = explained[next]) {
      if (one.atMs > line.atMs || (one.atMs === line.atMs && !isDeed(line))) break;
      merged.push(one);
      next++;
    }
    merged.push(line);
  }
  return [...merged, ...explained.slice(next)];
}
