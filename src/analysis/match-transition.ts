/** Whether a transition is one that a scenario describes. */

import type { TransitionMatch } from "../scenario/expectation.ts";
import { isInRange } from "../scenario/number-range.ts";
import type { ConditionChange, Transition } from "./changes/transition.ts";

/** Whether a transition has everything that a match asks for. */
export function matchesTransition(transition: Transition, match: TransitionMatch): boolean {
  const { condition, event, happens, counters } = match;
  if (happens !== undefined && transition.kind !== happens) return false;
  if (event !== undefined && !(transition.kind === "event" && transition.reason === event)) return false;
  if (condition !== undefined && !conditionsOf(transition).some((change) => isCondition(change, match))) return false;
  if (counters.length > 0 && !movesCounters(transition, counters)) return false;
  return condition !== undefined || hasWords(transition, match);
}

function conditionsOf(transition: Transition): readonly ConditionChange[] {
  return transition.kind === "status" ? transition.conditions : [];
}

function isCondition(change: ConditionChange, { condition, reason, message }: TransitionMatch): boolean {
  return (
    change.type === condition?.type &&
    change.status === condition.status &&
    (reason === undefined || change.reason === reason) &&
    (message === undefined || (change.message ?? "").includes(message))
  );
}

function movesCounters(transition: Transition, counters: TransitionMatch["counters"]): boolean {
  if (transition.kind !== "status") return false;
  return counters.every(({ counter, range }) => {
    const change = transition.changes.find(({ field }) => field === counter);
    const { after = 0 } = change ?? {};
    return change !== undefined && typeof after === "number" && isInRange(after, range);
  });
}

/** Reason and message, unless they belong to a requested condition. */
function hasWords(transition: Transition, { reason, message }: TransitionMatch): boolean {
  if (reason === undefined && message === undefined) return true;
  const fits = (words: { readonly reason?: string; readonly message?: string }) =>
    (reason === undefined || words.reason === reason) &&
    (message === undefined || (words.message ?? "").includes(message));
  if (transition.kind === "event" || transition.kind === "refused") return fits(transition);
  return conditionsOf(transition).some(fits);
}
