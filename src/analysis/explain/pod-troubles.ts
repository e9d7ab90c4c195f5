/** Kubernetes Events that say what is wrong with pods: what you would run `kubectl describe pod` for if a Job hangs. */

import type { EventRaised, Transition } from "../changes/transition.ts";
import type { Question } from "./explanations.ts";

/** Normal Events that still mean trouble; Warnings always do. */
const TROUBLES: ReadonlySet<string> = new Set([
  "BackOff",
  "DeadlineExceeded",
  "Preempted",
  "SandboxChanged",
  "TaintManagerEviction",
]);

/**
 * The Events of a run that report trouble with pods, in the order of time.
 *
 * @param happened the transitions of a run with `podEvents`
 */
export function podTroubles(
  happened: readonly Transition[],
  { job, pod, untilMs = Number.POSITIVE_INFINITY }: Question,
): readonly EventRaised[] {
  return happened.flatMap((transition) => {
    if (transition.kind !== "event" || transition.pod === undefined || transition.atMs > untilMs) return [];
    if (transition.type === "Normal" && !TROUBLES.has(transition.reason)) return [];
    if ((job ?? transition.job.name) !== transition.job.name || (pod ?? transition.pod) !== transition.pod) return [];
    return [transition];
  });
}
