/** Descriptions of the switches of kube-scheduler (semantics 13, section 12). */

import type { ReleasedSchedulerSwitches } from "../../scheduler/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const SCHEDULER_DOCS: { readonly [id in keyof ReleasedSchedulerSwitches]: SwitchDoc } = {
  untoleratedTaintReason: {
    title: "Taints in FailedScheduling",
    does: "withTaint: it names the taint that the pod does not tolerate. plain: untolerated taint(s).",
  },
  failedSchedulingText: {
    title: "The punctuation of FailedScheduling",
    does: "noDot, twoDots, oneDot: the full stops between the reasons and the message of preemption.",
  },
  preFilterMessage: {
    title: "FailedScheduling for a pod that PreFilter rejects",
    does: "perNode: the reason is counted for each node. once: it is reported once.",
  },
  pinnedNodesCounted: {
    title: "Excluded nodes in FailedScheduling",
    does: "With yes, nodes that are excluded by a node affinity to names of nodes are counted in the message.",
  },
  oversizedRequest: {
    title: "Requests larger than a node",
    does: "unschedulable: preemption is tried. unresolvable: it is not tried, as it cannot help.",
  },
  queueingHints: {
    title: "Which events requeue a waiting pod",
    does: "With no, any event of a kind that may help requeues the pod. With yes, plugins check whether the event helps this pod.",
    upstream: "kubernetes/enhancements#4247",
  },
  asyncPreemption: {
    title: "Deletion of the victims of preemption",
    does: "With yes, they are deleted asynchronously while other pods are scheduled, and the preemptor waits until that is done.",
    upstream: "kubernetes/enhancements#4832",
  },
  popFromBackoffQ: {
    title: "Pods in back-off when the scheduler is idle",
    does: "With yes, they are tried before their back-off ends if no other pod is waiting.",
    upstream: "kubernetes/enhancements#5142",
  },
  backoffCounts: {
    title: "What increases the back-off of a waiting pod",
    does: "attempts: each attempt. unschedulable: each attempt that found no node.",
  },
  preemptedEvent: {
    title: "How the Event Preempted names the preemptor",
    does: "aPod: a pod on node NODE. podUid: pod UID on node NODE.",
  },
  disruptionTargetOnVictims: {
    title: "DisruptionTarget on preempted pods",
    does: "With yes, victims of preemption get the condition before they are deleted, so that failure policies can ignore them.",
    upstream: "kubernetes/enhancements#3329",
  },
  preemptorWaitsFor: {
    title: "Which pods a preemptor waits for",
    does: "anyTerminating: any terminating pod of lower priority on its node. preempted: only those that preemption deleted.",
  },
  dynamicResources: {
    title: "DynamicResources in the scheduler",
    does: "With yes, the plugin is enabled, which adds to the message of every FailedScheduling.",
    upstream: "kubernetes/enhancements#4381",
  },
  podLevelResources: {
    title: "Pod-level resources",
    does: "With yes, spec.resources of a pod is in effect.",
    upstream: "kubernetes/enhancements#2837",
  },
  nodeInclusionPolicy: {
    title: "Which nodes count for spread constraints",
    does: "With yes, nodeAffinityPolicy and nodeTaintsPolicy are in effect.",
    upstream: "kubernetes/enhancements#3094",
  },
  minDomains: {
    title: "minDomains of spread constraints",
    does: "With yes, it is in effect.",
    upstream: "kubernetes/enhancements#3022",
  },
  spreadLabelKeys: {
    title: "matchLabelKeys of spread constraints",
    does: "With yes, they are in effect.",
    upstream: "kubernetes/enhancements#3243",
  },
  spreadLabelKeysMerged: {
    title: "Who merges matchLabelKeys into the selector",
    does: "With yes, the API server does when the pod is created. With no, the scheduler does.",
    upstream: "kubernetes/enhancements#3243",
  },
  balancedScore: {
    title: "What NodeResourcesBalancedAllocation scores",
    does: "after: the balance of the node with the pod. change: how much the pod changes the balance.",
  },
  balancedSkipsEmpty: {
    title: "Pods without requests, and NodeResourcesBalancedAllocation",
    does: "With yes, the plugin skips them.",
  },
  sidecarHostPorts: {
    title: "Host ports of sidecars",
    does: "With yes, they count like those of main containers.",
  },
};
