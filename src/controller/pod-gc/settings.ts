/** Numbers of the pod garbage collector (pkg/controller/podgc). */

export interface PodGcSettings {
  /** `--terminated-pod-gc-threshold`: ended pods above it are deleted; 0 switches that off. */
  readonly terminatedPodThreshold: number;
  /** `gcCheckPeriod`: between two passes. */
  readonly periodMs: number;
  /** Instant of the first pass after the start of the controller. */
  readonly firstPassMs: number;
}

export const DEFAULT_POD_GC: PodGcSettings = { terminatedPodThreshold: 12_500, periodMs: 20_000, firstPassMs: 0 };

/** `quarantineTime`: how long a node must be missing before its pods are given up. */
export const QUARANTINE_MS = 40_000;
