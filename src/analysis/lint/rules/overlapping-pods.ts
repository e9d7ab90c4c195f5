/** JS190: a pod and its replacement can run at the same time. */

import { inSpec, type LintRule } from "../rule.ts";

export const overlappingPods: LintRule = {
  id: "JS190",
  severity: "info",
  title: "a pod and its replacement can overlap",
  why:
    "With podReplacementPolicy TerminatingOrFailed, the default, a pod that is being deleted is replaced at once, while its " +
    "containers still have their grace period: two pods do the same work for a while.",
  advice: "Set podReplacementPolicy: Failed where the work must not run twice at a time.",
  source: "kubernetes/kubernetes#115844",
  check({ spec }) {
    const { completionMode, completions, parallelism, podReplacementPolicy } = spec;
    if (podReplacementPolicy !== "TerminatingOrFailed") return [];
    if (completionMode !== "Indexed" && (completions !== 1 || parallelism !== 1)) return [];
    const message = "the replacement of a pod that is being deleted starts while that pod still runs";
    return [{ path: inSpec("podReplacementPolicy"), message, change: "podReplacementPolicy: Failed" }];
  },
};
