/** JS127: a liveness probe that kills a container while it is still starting. */

import { planPod } from "../../../kubelet/plan/pod-plan.ts";
import { inSpec, type LintRule } from "../rule.ts";

/** A program with this much time to answer is not killed for a reasonably slow start. */
const PATIENT_SECONDS = 60;

export const earlyLiveness: LintRule = {
  id: "JS127",
  severity: "danger",
  title: "a liveness probe can kill a slow start",
  why:
    "Without a startup probe, liveness is checked from the start. A container that loads data or compiles before it " +
    "answers is killed, exits with 137 or 143, and its pod fails or restarts it, again and again until the Job has failed.",
  advice:
    "Add a startupProbe, which holds the liveness probe back, or leave the probe out: a Job ends when its work does.",
  validity: {},
  check({ spec }) {
    const { spec: pod } = spec.template;
    const { inits, mains } = planPod(pod);
    return [...inits, ...mains].flatMap(({ name, index, role, probes }) => {
      const { liveness, startup } = probes;
      if (liveness === undefined || startup !== undefined || role === "init") return [];
      const { initialDelaySeconds, periodSeconds, failureThreshold } = liveness;
      const seconds = initialDelaySeconds + periodSeconds * (failureThreshold - 1);
      if (seconds >= PATIENT_SECONDS) return [];
      const list = role === "main" ? "containers" : "initContainers";
      const message = `container ${name} is killed if it does not answer within ${seconds}s of its start`;
      return [{ path: inSpec("template", "spec", list, index, "livenessProbe"), message }];
    });
  },
};
