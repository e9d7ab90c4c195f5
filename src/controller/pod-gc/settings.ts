/** Settings of the pod garbage collector (pkg/controller/podgc). */

export interface PodGcSettings {
  /** `--terminated-pod-gc-threshold`: ended pods above it are deleted; 0 turns this off. */
  readonly terminatedPodThreshold: number;
  /** Whether pods of missing nodes are collected; false if there are no Node objects at all. */
  readonly collectsOrphans: boolean;
  /** `gcCheckPeriod`: time between two passes. */
  readonly periodMs: number;
  /** Time from the start of the controller to its first pass. */
  readonly firstPassMs: number;
}

/** `quarantineTime`: how long a node must be missing before its pods are deleted. */
export const QUARANTINE_MS = 40_000;
