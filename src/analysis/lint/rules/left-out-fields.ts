/** JS220: a field that matters to a cluster and that a run does not simulate. */

import { leftOutOf } from "../../field-classes/left-out.ts";
import type { LintRule } from "../rule.ts";

export const leftOutFields: LintRule = {
  id: "JS220",
  severity: "advice",
  title: "a field that is not simulated",
  why:
    "jobsim plays the Job controller and the life of pods. Whatever else in a cluster decides whether, where and when a pod runs " +
    "is left out, so a run can end differently from the Job. The table of fields lists what is left out.",
  advice: "Express what the field would do as behaviour of the pods (schedule, start, run, exit), or as events.",
  validity: {},
  check(_job, { manifest }) {
    return leftOutOf(manifest).map(({ path, real, needsNodes }) => ({
      path,
      message: `${needsNodes ? "simulated only with cluster.nodes" : "not simulated"}; a real cluster would ${real}`,
    }));
  },
};
