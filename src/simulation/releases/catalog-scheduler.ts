/** Switches of kube-scheduler, told in words (semantics 13, section 12). */

import type { ReleasedSchedulerSwitches } from "../../scheduler/switches.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const SCHEDULER_DOCS: { readonly [id in keyof ReleasedSchedulerSwitches]: SwitchDoc } = {
  untoleratedTaintReason: {
    title: "What FailedScheduling says of a taint",
    does: "withTaint: names the taint that the pod does not tolerate. plain: untolerated taint(s).",
  },
  failedSchedulingText: {
    title: "How FailedScheduling is punctuated",
    does: "noDot, twoDots, oneDot: what stands between the reasons and the word on preemption.",
  },
  preFilterMessage: {
    title: "What FailedScheduling says if no node could take the pod",
    does: "perNode: the reason is counted once for each node. once: it stands there once.",
  },
  pinnedNodesCounted: {
    title: "Nodes that are out of the question, in FailedScheduling",
    does: "With yes, nodes that the pod's node affinity by name excludes are counted among the reasons.",
  },
  oversizedRequest: {
    title: "Requests larger than a node",
    does: "unschedulable: preemption is tried. unresolvable: it is known not to help.",
  },
  queueingHints: {
    title: "Which events wake a waiting pod",
    does: "With no, any change of a kind that may help moves the pod back to the queue. With yes, plugins look whether this change helps this pod.",
    upstream: "kubernetes/enhancements#4247",
  },
  asyncPreemption: {
    title: "Deleting the victims of preemption",
    does: "With yes, they are deleted beside the scheduling of other pods, and the pod that drives them away waits until that is done.",
    upstream: "kubernetes/enhancements#4832",
  },
  popFromBackoffQ: {
    title: "Pods in back-off when the scheduler is idle",
    does: "With yes, they are tried before their back-off ends if there is nothing else to try.",
    upstream: "kubernetes/enhancements#5142",
  },
  backoffCounts: {
    title: "What the back-off of a waiting pod grows with",
    does: "attempts: with each attempt. unschedulable: with each attempt that found no node.",
  },
  preemptedEvent: {
    title: "Whom the Event Preempted names",
    does: "aPod: a pod on node NODE. podUid: pod UID on node NODE.",
  },
  disruptionTargetOnVictims: {
    title: "DisruptionTarget on pods that are driven away",
    does: "With yes, victims of preemption get the condition before they are deleted, so that failure policies can ignore them.",
    upstream: "kubernetes/enhancements#3329",
  },
  preemptorWaitsFor: {
    title: "Whom a pod waits for that has driven others away",
    does: "anyTerminating: any less important pod that terminates on its node. preempted: only those that preemption deleted.",
  },
  dynamicResources: {
    title: "DynamicResources in the scheduler",
    does: "With yes, the plugin takes part in each attempt, and a word of it shows in each FailedScheduling.",
    upstream: "kubernetes/enhancements#4381",
  },
  podLevelResources: {
    title: "Resources of a pod as a whole",
    does: "With yes, spec.resources of a pod counts.",
    upstream: "kubernetes/enhancements#2837",
  },
  nodeInclusionPolicy: {
    title: "Which nodes count for spread constraints",
    does: "With yes, nodeAffinityPolicy and nodeTaintsPolicy decide.",
    upstream: "kubernetes/enhancements#3094",
  },
  minDomains: {
    title: "minDomains of spread constraints",
    does: "With yes, it counts.",
    upstream: "kubernetes/enhancements#3022",
  },
  spreadLabelKeys: {
    title: "matchLabelKeys of spread constraints",
    does: "With yes, they count.",
    upstream: "kubernetes/enhancements#3243",
  },
  spreadLabelKeysMerged: {
    title: "Who makes requirements of matchLabelKeys",
    does: "With yes, the API server, when the pod is created. With no, the scheduler.",
    upstream: "kubernetes/enhancements#3243",
  },
  balancedScore: {
    title: "What NodeResourcesBalancedAllocation compares",
    does: "after: how even the node would be with the pod. change: how much the pod changes that.",
  },
  balancedSkipsEmpty: {
    title: "Pods without requests, and NodeResourcesBalancedAllocation",
    does: "With yes, they are left out of it.",
  },
  sidecarHostPorts: {
    title: "Host ports of side-cars",
    does: "With yes, they are taken as those of main containers are.",
  },
};
