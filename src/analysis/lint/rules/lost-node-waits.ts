/** JS191: a Job that only replaces pods that have ended waits for lost nodes. */

import type { JobSpec } from "../../../api/types.ts";
import type { Switches } from "../../../simulation/switches.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const lostNodeWaits: LintRule = {
  id: "JS191",
  severity: "advice",
  title: "the Job waits for a node that is lost",
  why:
    "With podReplacementPolicy: Failed, which a podFailurePolicy brings with it, a pod is counted and replaced when it has " +
    "ended, not when it is deleted. The pods of a lost node are deleted after about six minutes and stay " +
    "Terminating, because nothing confirms that they ended, until the node is back, its object is deleted, or it is tainted " +
    "node.kubernetes.io/out-of-service. Until then the Job makes no other pod, and does not finish.",
  advice:
    "Make sure that something deletes the Node objects of lost machines, as clouds do, and set activeDeadlineSeconds; or " +
    "replace at once if the work may run twice.",
  source: "kubernetes/enhancements#3939, kubernetes/enhancements#2268",
  validity: { holds: { replaceAfterTermination: ["podFailurePolicy", "full"] } },
  check({ spec }, { switches }) {
    if (!waitsForEnds(spec, switches)) return [];
    const { podReplacementPolicy } = spec;
    const message =
      "a pod of a lost node stays Terminating, and is neither counted nor replaced until its node is back or its object is deleted";
    const field = podReplacementPolicy === "Failed" ? "podReplacementPolicy" : "podFailurePolicy";
    return [{ path: inSpec(field), message }];
  },
};

function waitsForEnds({ podReplacementPolicy, podFailurePolicy }: JobSpec, switches: Switches): boolean {
  switch (switches.replaceAfterTermination) {
    case "never":
      return false;
    case "podFailurePolicy":
      return podFailurePolicy !== undefined;
    case "full":
      return podReplacementPolicy === "Failed";
  }
}
