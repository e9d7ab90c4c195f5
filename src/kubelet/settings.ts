/** Settings of the nodes of a run. */

export interface KubeletSettings {
  /**
   * What decides the life of pods that are not plain: their template, as with a real kubelet, or only the script, as
   * with the fake kubelet that recordings of the Job controller were made with. `nobody`: there is neither kubelet nor
   * scheduler, and clients update the pods.
   */
  readonly decides: "template" | "script" | "nobody";
  /** Whether no pod is treated as plain, because nodes shut down or lose their network. */
  readonly hasNoPlainPods: boolean;
  /** Name of the node that every pod is bound to. */
  readonly nodeName: string;
  /** First back-off delay of a container restart; it doubles from there. */
  readonly crashLoopInitialMs: number;
  readonly crashLoopMaxMs: number;
  /** A container that ran this long starts from the initial delay again. */
  readonly crashLoopResetMs: number;
  /** Whether the first restart is delayed too, or immediate as with a real kubelet. */
  readonly crashLoopFirstRestart: "immediate" | "delayed";
}

/** Defaults of the kubelet in Kubernetes 1.36 (CrashLoopBackOff: 10 s, doubling, at most 5 minutes). */
export const DEFAULT_KUBELET: KubeletSettings = {
  decides: "template",
  hasNoPlainPods: false,
  nodeName: "node-1",
  crashLoopInitialMs: 10_000,
  crashLoopMaxMs: 300_000,
  crashLoopResetMs: 600_000,
  crashLoopFirstRestart: "immediate",
};
