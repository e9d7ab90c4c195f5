/** A pod is bound once, and only when it may be (semantics 13). */

import type { PodCommit } from "../../../apiserver/log.ts";
import type { Invariant } from "../invariant.ts";

/** Whether a commit gives a pod a node, other than by a user. */
export function isBinding({ object, previous, actor }: PodCommit): boolean {
  if (actor === "user" || previous === undefined) return false;
  return (previous.spec.nodeName ?? "") === "" && (object.spec.nodeName ?? "") !== "";
}

/** The node of a pod is final. */
export const boundOnce: Invariant = {
  id: "bound-once",
  sentence: "A pod is bound to a node once, and not while a scheduling gate holds it back.",
  source: "docs/semantics/13-scheduling.md",
  watch: () => ({
    pod(commit, { job }, report) {
      const { object, previous } = commit;
      const { nodeName = "", schedulingGates = [] } = object.spec;
      const before = previous?.spec.nodeName ?? "";
      if (before === nodeName) return;
      report.armed();
      const { name } = object.metadata;
      const [gate] = schedulingGates;
      if (before !== "") report({ job, message: `${name} moves from ${before} to ${nodeName}` });
      else if (gate !== undefined && isBinding(commit)) {
        report({ job, message: `${name} is bound in spite of the gate ${gate.name}` });
      }
    },
  }),
};
