/** What the container runtime reports about a pod. */

/** One instance of a container. Records are immutable: the runtime replaces them. */
export interface ContainerRecord {
  readonly id: string;
  readonly name: string;
  /** Number of instances of the container that were created before it. */
  readonly attempt: number;
  /** The kubelet's count; it can differ from `attempt` after records are removed. */
  readonly restartCount: number;
  /** Attempt of its sandbox. */
  readonly sandbox: number;
  readonly state: "created" | "running" | "exited";
  /** `undefined` if it was never started. */
  readonly startedMs: number | undefined;
  readonly finishedMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

export interface Sandbox {
  /** Number of sandboxes that the pod had before. */
  readonly attempt: number;
  readonly ready: boolean;
  /** Empty until the network is up. */
  readonly ip: string;
}

export interface RuntimeStatus {
  /** The latest one. */
  readonly sandbox: Sandbox | undefined;
  /** Newest first. */
  readonly records: readonly ContainerRecord[];
}

/** The newest instance of a container. */
export function newestOf({ records }: RuntimeStatus, name: string): ContainerRecord | undefined {
  return records.find((record) => record.name === name);
}
