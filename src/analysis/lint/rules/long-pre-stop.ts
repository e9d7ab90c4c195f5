/** JS133: a preStop hook that leaves the program no time to stop. */

import { mean } from "../../../engine/distribution.ts";
import { MINIMUM_GRACE_SECONDS } from "../../../kubelet/constants.ts";
import { sleepMsOf } from "../../../kubelet/plan/container-plan.ts";
import { planPod } from "../../../kubelet/plan/pod-plan.ts";
import { formatDuration } from "../../../scenario/duration.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const longPreStop: LintRule = {
  id: "JS133",
  severity: "danger",
  title: "a preStop hook takes all of the grace period",
  why:
    "terminationGracePeriodSeconds (30 by default) counts from the delete request, and the preStop hook runs first. A " +
    `hook that is not done by then is given up, and the program gets SIGTERM only ${MINIMUM_GRACE_SECONDS}s before SIGKILL: it ends with 137, ` +
    "and what it wanted to save is lost. With a grace period of 0 the hook never runs.",
  advice: "Make terminationGracePeriodSeconds longer than the hook and the clean-up of the program together.",
  validity: {},
  check({ spec }, { pods }) {
    const { inits, mains, graceSeconds } = planPod(spec.template.spec);
    return [...inits, ...mains].flatMap(({ name, index, role, preStop }) => {
      if (preStop === undefined) return [];
      const path = inSpec("template", "spec", role === "main" ? "containers" : "initContainers", index, "lifecycle");
      if (graceSeconds === 0) {
        const message = `the preStop hook of container ${name} never runs: terminationGracePeriodSeconds is 0`;
        return [{ path: [...path, "preStop"], message }];
      }
      const told = pods?.default.containers?.[name]?.preStop;
      const tookMs = told === undefined || preStop.kind === "sleep" ? sleepMsOf(preStop) : mean(told);
      if (tookMs === undefined || tookMs < graceSeconds * 1000) return [];
      const took = `takes ${formatDuration(Math.round(tookMs))} of a grace period of ${graceSeconds}s`;
      const end = `its program is killed ${MINIMUM_GRACE_SECONDS}s after SIGTERM`;
      const message = `the preStop hook of container ${name} ${took}: ${end}`;
      const change = `terminationGracePeriodSeconds: ${Math.ceil(tookMs / 1000) + graceSeconds}`;
      return [{ path: [...path, "preStop"], message, change }];
    });
  },
};
