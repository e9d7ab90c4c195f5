/** Descriptions of the switches of kubelet and node lifecycle controller (semantics 11, section 14; 12, section 9). */

import type { NodeLifecycleSwitches } from "../../controller/node-lifecycle/switches.ts";
import type { KubeletSwitches } from "../../kubelet/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const KUBELET_DOCS: { readonly [id in keyof (KubeletSwitches & NodeLifecycleSwitches)]: SwitchDoc } = {
  containerRestartRules: {
    title: "Restart policy and rules of a container",
    does: "With yes, a container can have its own restartPolicy, and restartPolicyRules that depend on its exit code.",
    upstream: "kubernetes/enhancements#5307",
  },
  restartAllContainers: {
    title: "Rules that restart the whole pod in place",
    does: "With yes, a rule with the action RestartAllContainers stops all containers of the pod and starts over with the first init container.",
    upstream: "kubernetes/enhancements#5532",
  },
  backOffRetry: {
    title: "When a restart in back-off is retried",
    does: "10s: every 10 seconds, so a container restarts up to 10 seconds late. atEnd: when its back-off ends.",
  },
  terminalPhaseBeforeRemoval: {
    title: "The phase of a pod that is deleted",
    does: "With yes, each pod is Succeeded or Failed before its object is deleted. With no, a pod can be removed while it is Running or Pending, so that watchers never see a terminal phase.",
    upstream: "kubernetes/enhancements#3329",
  },
  initializedByMain: {
    title: "The condition Initialized once a main container has run",
    does: "With yes, it is True once a main container is running or has run, whatever the statuses of the init containers.",
  },
  readyToStartContainers: {
    title: "The condition PodReadyToStartContainers",
    does: "With yes, it shows whether the sandbox and network of the pod are ready.",
    upstream: "kubernetes/enhancements#3085",
  },
  sandboxReadyAtOnce: {
    title: "When PodReadyToStartContainers becomes True",
    does: "With yes, as soon as the sandbox is up. With no, at the next sync of the pod, which is after images have been pulled.",
  },
  orderedTermination: {
    title: "The order in which sidecars are stopped",
    does: "With yes, sidecars are stopped after the main containers, in reverse order. With no, all containers are stopped at once.",
    upstream: "kubernetes/enhancements#753",
  },
  pendingSidecars: {
    title: "When a pod with sidecars leaves Pending",
    does: "mainStates: when a main container is running or has ended. sandboxRecords: when a main container was started in the current sandbox.",
  },
  imagePullBackOffError: {
    title: "The message of ImagePullBackOff",
    does: "With yes, it includes the error of the last attempt.",
  },
  startEventText: {
    title: "Messages of the Events Created and Started",
    does: "plain: Created container NAME. colon: Created container: NAME. short: Container created.",
  },
  presentImageText: {
    title: "Message of the Event Pulled for an image that the node has",
    does: "present: already present on machine. presentAndAllowed: … and can be accessed by the pod, as credentials are verified.",
    upstream: "kubernetes/enhancements#2535",
  },
  pulledImageSize: {
    title: "The size of an image in the Event Pulled",
    does: "With yes, its message ends with the size in bytes.",
  },
  eventNames: {
    title: "Names in the Events BackOff and FailedPreStopHook",
    does: "With yes, BackOff names the container and the pod, and Events about hooks omit the error.",
  },
  rejectionText: {
    title: "Message of a pod that the kubelet rejects",
    does: "bare: it begins with Pod. rejected: it begins with Pod was rejected:.",
  },
  predicateReason: {
    title: "The reason of a rejection by the kubelet",
    does: "With yes, a rejection by NodeAffinity, NodePorts or TaintToleration includes the reason. With no, it only has the name of the predicate.",
  },
  nodeMonitorGrace: {
    title: "The grace period of silent nodes",
    does: "The time after the last heartbeat at which a node becomes unreachable: 40 or 50 seconds.",
  },
};
