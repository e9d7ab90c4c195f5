/**
 * Differences between Kubernetes releases in the scheduler, as named switches (semantics 13, section 12).
 *
 * `simulation/releases/catalog.ts` says what each switch does, since when, and what changed it upstream.
 */

export interface SchedulerSwitches {
  /** Whether the reason of an untolerated taint names the taint. */
  readonly untoleratedTaintReason: "withTaint" | "plain";
  /** How the parts of a FailedScheduling message are joined. */
  readonly failedSchedulingText: "noDot" | "twoDots" | "oneDot";
  /** Whether a rejection by PreFilter is reported once or for every node. */
  readonly preFilterMessage: "perNode" | "once";
  /** Whether nodes that PreFilter excludes are counted in the message. */
  readonly pinnedNodesCounted: boolean;
  /** Whether preemption is skipped if a request exceeds the capacity of a node. */
  readonly oversizedRequest: "unschedulable" | "unresolvable";
  /** Whether plugins have hints for which events may help a pod that they rejected. */
  readonly queueingHints: boolean;
  /** Whether victims are deleted asynchronously, while the preemptor is gated. */
  readonly asyncPreemption: boolean;
  /** Whether an idle scheduler takes pods that are backing off; back-offs then end on whole seconds. */
  readonly popFromBackoffQ: boolean;
  /** What the back-off depends on. */
  readonly backoffCounts: "attempts" | "unschedulable";
  /** How the Event on a victim names the preemptor. */
  readonly preemptedEvent: "aPod" | "podUid";
  /** Whether victims get the condition DisruptionTarget. */
  readonly disruptionTargetOnVictims: boolean;
  /** Which terminating pod on the nominated node makes a preemptor wait. */
  readonly preemptorWaitsFor: "anyTerminating" | "preempted";
  /** Whether DynamicResources is enabled, which adds to the message of every failed attempt. */
  readonly dynamicResources: boolean;
  /** Whether pod-level resources count. */
  readonly podLevelResources: boolean;
  /** Whether `nodeAffinityPolicy` and `nodeTaintsPolicy` of spread constraints count. */
  readonly nodeInclusionPolicy: boolean;
  /** Whether `minDomains` of spread constraints counts. */
  readonly minDomains: boolean;
  /** Whether `matchLabelKeys` of spread constraints count. */
  readonly spreadLabelKeys: boolean;
  /** Whether the API server merges them into the label selector when the pod is created. */
  readonly spreadLabelKeysMerged: boolean;
  /** Whether BalancedAllocation scores the node after placing the pod, or the change by it. */
  readonly balancedScore: "after" | "change";
  /** Whether BalancedAllocation skips pods without requests. */
  readonly balancedSkipsEmpty: boolean;
  /** Whether host ports of sidecars count. */
  readonly sidecarHostPorts: boolean;
  /** Whether tolerations can compare numbers. */
  readonly tolerationComparison: boolean;
}

/** The switches that releases set; the others need a feature gate that no release enables by default. */
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
