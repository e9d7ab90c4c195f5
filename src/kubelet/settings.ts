/** Numbers of the node side that a run can change. */

export interface KubeletSettings {
  /**
   * What decides the life of pods that are not plain: their template, as with a real kubelet, or the script alone, as
   * with the stand-ins that recordings of the Job controller were made with. `nobody`: there is neither kubelet nor
   * scheduler, and pods are left to clients.
   */
  readonly decides: "template" | "script" | "nobody";
  /** Whether nodes shut down or lose their network: plain pods have no words for that, so none is plain. */
  readonly hasNoPlainPods: boolean;
  /** Name of the node that every pod is bound to. */
  readonly nodeName: string;
  /** First delay between a container's failure and its restart, and the one it starts doubling from. */
  readonly crashLoopInitialMs: number;
  readonly crashLoopMaxMs: number;
  /** A container that ran this long starts again from the initial delay. */
  readonly crashLoopResetMs: number;
  /** Whether the very first restart waits too, or comes at once as a real kubelet's does. */
  readonly crashLoopFirstRestart: "immediate" | "delayed";
}

/** Defaults of the kubelet in Kubernetes 1.36 (semantics of CrashLoopBackOff: 10 s, doubling, at most 5 minutes). */
export const DEFAULT_KUBELET: KubeletSettings = {
  decides: "template",
  hasNoPlainPods: false,
  nodeName: "node-1",
  crashLoopInitialMs: 10_000,
  crashLoopMaxMs: 300_000,
  crashLoopResetMs: 600_000,
  crashLoopFirstRestart: "immediate",
};
