/** Switches of the kubelet and of what watches over nodes, told in words (semantics 11, section 14; 12, section 9). */

import type { NodeLifecycleSwitches } from "../../controller/node-lifecycle/switches.ts";
import type { KubeletSwitches } from "../../kubelet/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const KUBELET_DOCS: { readonly [id in keyof (KubeletSwitches & NodeLifecycleSwitches)]: SwitchDoc } = {
  containerRestartRules: {
    title: "Restart policy and rules of a container",
    does: "With yes, a container may have a restartPolicy of its own, and restartPolicyRules that decide by its exit code.",
    upstream: "kubernetes/enhancements#5307",
  },
  restartAllContainers: {
    title: "Rules that restart the whole pod in place",
    does: "With yes, a rule with the action RestartAllContainers stops all containers of the pod and begins again with the first init container.",
    upstream: "kubernetes/enhancements#5532",
  },
  backOffRetry: {
    title: "When a restart in back-off is tried again",
    does: "10s: every 10 seconds, so that a container restarts up to 10 seconds late. atEnd: when its back-off ends.",
  },
  terminalPhaseBeforeRemoval: {
    title: "The phase of a pod that is deleted",
    does: "With yes, each pod is Succeeded or Failed before its object goes. With no, a pod may go while it is Running or Pending, and whoever counts phases never sees its end.",
    upstream: "kubernetes/enhancements#3329",
  },
  initializedByMain: {
    title: "The condition Initialized once a main container has run",
    does: "With yes, a main container that runs or has run makes it True, whatever is known of the init containers.",
  },
  readyToStartContainers: {
    title: "The condition PodReadyToStartContainers",
    does: "With yes, it tells whether the pod has its sandbox and its network.",
    upstream: "kubernetes/enhancements#3085",
  },
  sandboxReadyAtOnce: {
    title: "When PodReadyToStartContainers turns True",
    does: "With yes, as soon as the sandbox is up. With no, at the next look at the pod, which comes after images have been pulled.",
  },
  orderedTermination: {
    title: "The order in which side-cars stop",
    does: "With yes, side-cars are stopped after the main containers, the last one first. With no, all containers are stopped at once.",
    upstream: "kubernetes/enhancements#753",
  },
  pendingSidecars: {
    title: "What ends the start of a pod with side-cars",
    does: "mainStates: a main container that runs or has ended. sandboxRecords: one that was ever started in the present sandbox.",
  },
  imagePullBackOffError: {
    title: "What ImagePullBackOff says",
    does: "With yes, its message has the error of the last attempt.",
  },
  startEventText: {
    title: "Words of the Events Created and Started",
    does: "plain: Created container NAME. colon: Created container: NAME. short: Container created.",
  },
  presentImageText: {
    title: "Words of the Event Pulled for an image that the node has",
    does: "present: already present on machine. presentAndAllowed: … and can be accessed by the pod, as credentials are verified.",
    upstream: "kubernetes/enhancements#2535",
  },
  pulledImageSize: {
    title: "The size of an image in the Event Pulled",
    does: "With yes, its message ends with the size in bytes.",
  },
  eventNames: {
    title: "Names in the Events BackOff and FailedPreStopHook",
    does: "With yes, BackOff names the container and the pod, and Events about hooks leave the error out.",
  },
  rejectionText: {
    title: "Words for a pod that the kubelet does not take",
    does: "bare: its message begins with Pod. rejected: with Pod was rejected:.",
  },
  predicateReason: {
    title: "Why a node does not fit, in the words of its kubelet",
    does: "With yes, a rejection by NodeAffinity, NodePorts or TaintToleration says what did not fit. With no, only the name of the predicate.",
  },
  nodeMonitorGrace: {
    title: "How long a node may be silent",
    does: "The grace period after the last heartbeat, from which on a node counts as unreachable: 40 or 50 seconds.",
  },
};
