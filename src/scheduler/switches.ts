/**
 * What differs between Kubernetes releases in the scheduler, as named switches (semantics 13, section 12).
 *
 * What each switch does, since when, and what changed it upstream is described in `simulation/releases/catalog.ts`.
 */

export interface SchedulerSwitches {
  /** Whether the reason of an untolerated taint names the taint. */
  readonly untoleratedTaintReason: "withTaint" | "plain";
  /** How the parts of a FailedScheduling message are put together. */
  readonly failedSchedulingText: "noDot" | "twoDots" | "oneDot";
  /** Whether a pod that no node could take gets one message, or as if by every node. */
  readonly preFilterMessage: "perNode" | "once";
  /** Whether nodes that a pod's pins exclude are counted among the reasons. */
  readonly pinnedNodesCounted: boolean;
  /** Whether a request above all that a node has is beyond the help of preemption. */
  readonly oversizedRequest: "unschedulable" | "unresolvable";
  /** Whether plugins say which events may help a pod they refused. */
  readonly queueingHints: boolean;
  /** Whether victims are deleted beside the scheduling cycle, the preemptor being held back meanwhile. */
  readonly asyncPreemption: boolean;
  /** Whether an idle scheduler takes pods that still back off, and back-offs end on whole seconds. */
  readonly popFromBackoffQ: boolean;
  /** What the back-off grows with. */
  readonly backoffCounts: "attempts" | "unschedulable";
  /** Whom the Event on a victim names. */
  readonly preemptedEvent: "aPod" | "podUid";
  /** Whether victims get the condition DisruptionTarget. */
  readonly disruptionTargetOnVictims: boolean;
  /** Which terminating pod on the nominated node makes a preemptor wait. */
  readonly preemptorWaitsFor: "anyTerminating" | "preempted";
  /** Whether DynamicResources takes part, and says a word in every failed attempt. */
  readonly dynamicResources: boolean;
  /** Whether resources of a pod as a whole count. */
  readonly podLevelResources: boolean;
  /** Whether spread constraints say which nodes count. */
  readonly nodeInclusionPolicy: boolean;
  /** Whether `minDomains` of spread constraints counts. */
  readonly minDomains: boolean;
  /** Whether `matchLabelKeys` of spread constraints count. */
  readonly spreadLabelKeys: boolean;
  /** Whether the API server has made requirements of them already when the pod was created. */
  readonly spreadLabelKeysMerged: boolean;
  /** What BalancedAllocation compares: the node after the pod alone, or before and after. */
  readonly balancedScore: "after" | "change";
  /** Whether pods that ask for nothing are left out by BalancedAllocation. */
  readonly balancedSkipsEmpty: boolean;
  /** Whether host ports of side-cars count. */
  readonly sidecarHostPorts: boolean;
  /** Whether tolerations may compare numbers. */
  readonly tolerationComparison: boolean;
}

/** Those that some release sets; the others need a feature gate that none turns on. */
export type ReleasedSchedulerSwitches = Omit<SchedulerSwitches, "tolerationComparison">;

/** The scheduler of the newest patch release of Kubernetes 1.36 with default feature gates. */
export const CURRENT_SCHEDULER: SchedulerSwitches = {
  untoleratedTaintReason: "plain",
  failedSchedulingText: "oneDot",
  preFilterMessage: "once",
  pinnedNodesCounted: true,
  oversizedRequest: "unresolvable",
  queueingHints: true,
  asyncPreemption: true,
  popFromBackoffQ: true,
  backoffCounts: "unschedulable",
  preemptedEvent: "podUid",
  disruptionTargetOnVictims: true,
  preemptorWaitsFor: "preempted",
  dynamicResources: true,
  podLevelResources: true,
  nodeInclusionPolicy: true,
  minDomains: true,
  spreadLabelKeys: true,
  spreadLabelKeysMerged: true,
  balancedScore: "change",
  balancedSkipsEmpty: true,
  sidecarHostPorts: true,
  tolerationComparison: false,
};
