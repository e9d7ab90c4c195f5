/** JS220: a field that matters to a cluster and that a run does not simulate. */

import { leftOutOf } from "../../field-classes/left-out.ts";
import type { LintRule } from "../rule.ts";

export const leftOutFields: LintRule = {
  id: "JS220",
  severity: "advice",
  title: "a field that is not simulated",
  why:
    "jobsim plays the Job controller and the life of pods. What else decides in a cluster whether, where and when a pod runs " +
    "is left out, so a run can end otherwise than the Job would. The table of fields says which these are.",
  advice: "Tell what the field would do by the behaviour of the pods (schedule, start, run, exit), or by events.",
  validity: {},
  check(_job, { manifest }) {
    return leftOutOf(manifest).map(({ path, real, needsNodes }) => ({
      path,
      message: `${needsNodes ? "simulated only with cluster.nodes" : "not simulated"}; a real cluster would ${real}`,
    }));
  },
};
