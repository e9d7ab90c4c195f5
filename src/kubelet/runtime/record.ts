/** What the container runtime knows of a pod, as a kubelet sees it when it looks. */

/** One instance of a container. A record is never changed: the runtime replaces it. */
export interface ContainerRecord {
  readonly id: string;
  readonly name: string;
  /** How many instances of the container were created before it. */
  readonly attempt: number;
  /** As the kubelet counts; it can differ from `attempt` once records are gone. */
  readonly restartCount: number;
  /** Attempt of the sandbox that it was created in. */
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
  /** How many sandboxes the pod had before. */
  readonly attempt: number;
  readonly ready: boolean;
  /** Empty before the network is up. */
  readonly ip: string;
}

export interface RuntimeStatus {
  /** The latest one. */
  readonly sandbox: Sandbox | undefined;
  /** The newest first. */
  readonly records: readonly ContainerRecord[];
}

/** The newest instance of a container. */
export function newestOf({ records }: RuntimeStatus, name: string): ContainerRecord | undefined {
  return records.find((record) => record.name === name);
}
