/**
 * Pods as clients of a cluster see them, with everything that admission, the node and the runtime add.
 *
 * None of it affects a run, and 100,000 pods would have to store it, so it is added when a pod is read.
 */

import { hasPodField, type PodFieldSet } from "../../api/pod-fields.ts";
import { qosClassOf } from "../../api/qos-class.ts";
import type { Pod, PodStatus } from "../../api/types.ts";
import { POD_IP } from "../../kubelet/runtime/pod-runtime.ts";
import type { KubeletSwitches } from "../../kubelet/switches.ts";
import { admittedSpec } from "./admitted-spec.ts";
import { wholeContainers } from "./container-statuses.ts";
import { hostIpOf, podIpOf } from "./identities.ts";
import { isPlainStatus, plainStatus } from "./plain-status.ts";

/** The release that decides which fields are shown. */
export interface ShownRelease {
  readonly podFields: PodFieldSet;
  readonly kubelet: KubeletSwitches;
}

/**
 * Adds the fields of a cluster to the spec and status of a pod; stored values are kept.
 *
 * @param pod as the simulation stores it
 */
export function wholePod(pod: Pod, release: ShownRelease): Pod {
  return { ...pod, spec: admittedSpec(pod), status: wholeStatus(pod, release) };
}

function wholeStatus(pod: Pod, { podFields, kubelet }: ShownRelease): PodStatus {
  const status = isPlainStatus(pod) ? plainStatus(pod, kubelet) : pod.status;
  const { initContainerStatuses, containerStatuses } = status;
  return {
    ...status,
    phase: status.phase ?? "Pending",
    qosClass: status.qosClass ?? qosClassOf(pod.spec),
    ...addressesOf(pod, status, hasPodField("PodStatus", "hostIPs", podFields)),
    ...(initContainerStatuses && { initContainerStatuses: wholeContainers(pod, initContainerStatuses) }),
    ...(containerStatuses && { containerStatuses: wholeContainers(pod, containerStatuses) }),
  };
}

/** The kubelet reports the node's address, and the pod's once it has a sandbox. */
function addressesOf(pod: Pod, status: PodStatus, hasHostIPs: boolean): Partial<PodStatus> {
  const { nodeName = "" } = pod.spec;
  if (nodeName === "" || status.startTime === undefined) return {};
  const hostIP = status.hostIP ?? hostIpOf(nodeName);
  const podIP = status.podIP === undefined || status.podIP === POD_IP ? podIpOf(pod) : status.podIP;
  return {
    hostIP,
    ...(hasHostIPs ? { hostIPs: status.hostIPs ?? [{ ip: hostIP }] } : {}),
    ...(hadSandbox(status) ? { podIP, podIPs: status.podIPs ?? [{ ip: podIP }] } : {}),
  };
}

function hadSandbox({ podIP, containerStatuses = [], initContainerStatuses = [] }: PodStatus): boolean {
  const all = [...initContainerStatuses, ...containerStatuses];
  return podIP !== undefined || all.some(({ state }) => state?.running?.startedAt ?? state?.terminated?.startedAt);
}
