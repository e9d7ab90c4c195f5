/** JS190: a pod and its replacement can run at the same time. */

import type { JobSpec } from "../../../api/types.ts";
import type { Switches } from "../../../simulation/switches.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const overlappingPods: LintRule = {
  id: "JS190",
  severity: "advice",
  title: "a pod and its replacement can overlap",
  why:
    "With podReplacementPolicy TerminatingOrFailed, the default, a pod that is being deleted is replaced at once, while its " +
    "containers still have their grace period: two pods do the same work for a while. With Failed the Job waits for the end " +
    "of the pod instead, and if its node is lost, until that is back or its object is deleted ([JS191](#js191)).",
  advice:
    "Set podReplacementPolicy: Failed if the work must not run twice at once; the Job then waits for pods of lost nodes.",
  source: "kubernetes/kubernetes#115844",
  validity: {
    formerly: [
      {
        where: { podReplacementPolicy: ["unknown", "dropped"] },
        text: "there is no podReplacementPolicy that would help",
      },
      { where: { replaceAfterTermination: "never" }, text: "pods overlap with a podFailurePolicy, too" },
    ],
  },
  check({ spec }, { switches }) {
    const { completionMode, completions, parallelism } = spec;
    if (!replacesAtOnce(spec, switches)) return [];
    if (completionMode !== "Indexed" && (completions !== 1 || parallelism !== 1)) return [];
    const message = "the replacement of a pod that is being deleted starts while that pod is still running";
    if (switches.podReplacementPolicy === "on") {
      return [{ path: inSpec("podReplacementPolicy"), message, change: "podReplacementPolicy: Failed" }];
    }
    return [
      { path: inSpec("podReplacementPolicy"), message: `${message}; no podReplacementPolicy can change that here` },
    ];
  },
};

function replacesAtOnce({ podReplacementPolicy, podFailurePolicy }: JobSpec, switches: Switches): boolean {
  switch (switches.replaceAfterTermination) {
    case "never":
      return true;
    case "podFailurePolicy":
      return podFailurePolicy === undefined;
    case "full":
      return podReplacementPolicy === "TerminatingOrFailed";
  }
}
