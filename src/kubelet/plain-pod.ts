/** Which pods need no kubelet that decides: nothing about them can go another way than their script says. */

import type { PodSpec } from "../api/types.ts";
import { planPod } from "./plan/pod-plan.ts";
import type { PodScript } from "./script.ts";

/** One container that is never restarted, without gates, probes, hooks or deadline: its life is three writes. */
export function isPlain(spec: PodSpec, script: PodScript): boolean {
  if (spec.schedulingGates !== undefined) return false;
  if (spec.restartPolicy !== "Never" || script.containers !== undefined || script.restarts !== undefined) return false;
  const { inits, mains, activeDeadlineSeconds, readinessGates } = planPod(spec);
  const [only] = mains;
  if (only === undefined || mains.length > 1 || inits.length > 0) return false;
  const { probes, preStop, postStart, restartPolicy, isPullable } = only;
  return (
    isPullable &&
    activeDeadlineSeconds === undefined &&
    readinessGates.length === 0 &&
    restartPolicy === undefined &&
    preStop === undefined &&
    postStart === undefined &&
    Object.keys(probes).length === 0
  );
}
