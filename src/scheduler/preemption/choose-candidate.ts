/** Chooses the node for preemption (`pickOneNodeForPreemption`). */

import type { PodInfo } from "../pod-info.ts";
import { compareStarts } from "./importance.ts";
import type { Candidate } from "./select-victims.ts";

/** Makes all priorities positive, so that more victims always have a larger sum. */
const PRIORITY_OFFSET = 2 ** 31;

/** In order of precedence; negative if `a` is better. */
const CRITERIA: readonly ((a: Candidate, b: Candidate) => number)[] = [
  (a, b) => a.pdbViolations - b.pdbViolations,
  (a, b) => highestPriority(a) - highestPriority(b),
  (a, b) => sumOfPriorities(a) - sumOfPriorities(b),
  (a, b) => a.victims.length - b.victims.length,
  (a, b) => compareStarts(earliestStart(b), earliestStart(a)),
];

/** The best candidates, which are equal by all criteria. */
export function bestCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  let left = candidates;
  for (const compare of CRITERIA) {
    if (left.length <= 1) return left;
    let best: Candidate[] = [];
    for (const candidate of left) {
      const [first] = best;
      const order = first === undefined ? 0 : compare(candidate, first);
      if (order < 0) best = [candidate];
      else if (order === 0) best.push(candidate);
    }
    left = best;
  }
  return left;
}

function highestPriority({ victims }: Candidate): number {
  return victims[0]?.priority ?? 0;
}

function sumOfPriorities({ victims }: Candidate): number {
  return victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0);
}

/** The earliest start among the victims of the highest priority. */
function earliestStart({ victims }: Candidate): string | undefined {
  const highest = Math.max(...victims.map(({ priority }) => priority));
  const starts = victims.filter(({ priority }) => priority === highest).map((victim: PodInfo) => victim.startTime);
  return [...starts].sort(compareStarts)[0];
}
