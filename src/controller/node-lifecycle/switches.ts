/** Differences between Kubernetes releases in the node lifecycle controller (semantics 12, section 9). */

export interface NodeLifecycleSwitches {
  /** The default of `--node-monitor-grace-period`. */
  readonly nodeMonitorGrace: "40s" | "50s";
}

/** Kubernetes 1.36. */
export const CURRENT_NODE_LIFECYCLE: NodeLifecycleSwitches = { nodeMonitorGrace: "50s" };
