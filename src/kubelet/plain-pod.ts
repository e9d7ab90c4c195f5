/** Which pods do not need the full kubelet: their script alone determines what happens to them. */

import type { PodSpec } from "../api/types.ts";
import { planPod } from "./plan/pod-plan.ts";
import type { PodScript } from "./script.ts";

/** Whether a pod has one container that is never restarted, without gates, probes, hooks or deadline. */
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
