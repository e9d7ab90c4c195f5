/** Whether a kubelet admits a pod that was not bound by the simulated scheduler (predicateAdmitHandler). */

import { matchesRequiredNodeAffinity } from "../api/node-selector.ts";
import { untoleratedTaint } from "../api/tolerations.ts";
import type { NodeInfo } from "../scheduler/node-info.ts";
import { shortagesOf } from "../scheduler/plugins/node-resources-fit.ts";
import type { PodShape } from "../scheduler/pod-shape.ts";
import { outOf, type Rejection, rejectedBy } from "./rejection.ts";
import type { KubeletSwitches } from "./switches.ts";

/** The first reason why the node does not fit, in the order of the kubelet; `undefined` if it admits the pod. */
export function admissionCheck(shape: PodShape, node: NodeInfo, switches: KubeletSwitches): Rejection | undefined {
  const [shortage] = shortagesOf(shape, node);
  if (shortage !== undefined) {
    const { resource, requested, used, capacity } = shortage;
    return outOf(resource, requested, used, capacity);
  }
  if (!matchesRequiredNodeAffinity(shape.spec, node.node)) return rejectedBy("NodeAffinity", switches);
  if (node.clashes(shape.hostPorts)) return rejectedBy("NodePorts", switches);
  // Only the scheduler checks NoSchedule taints.
  const taints = node.taints.filter(({ effect }) => effect === "NoExecute");
  return untoleratedTaint(taints, shape.tolerations) === undefined
    ? undefined
    : rejectedBy("TaintToleration", switches);
}
