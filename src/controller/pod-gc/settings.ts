/** Numbers of the pod garbage collector (pkg/controller/podgc). */

export interface PodGcSettings {
  /** `--terminated-pod-gc-threshold`: ended pods above it are deleted; 0 switches that off. */
  readonly terminatedPodThreshold: number;
  /** Whether the pods of nodes that do not exist are collected; false if there are no Node objects at all. */
  readonly collectsOrphans: boolean;
  /** `gcCheckPeriod`: between two passes. */
  readonly periodMs: number;
  /** Instant of the first pass after the start of the controller. */
  readonly firstPassMs: number;
}

/** `quarantineTime`: how long a node must be missing before its pods are given up. */
export const QUARANTINE_MS = 40_000;
