/** What the parts of the kubelet share about one pod. */

import type { Pod } from "../api/types.ts";
import type { BackOff } from "./back-off.ts";
import { DEFAULT_KUBELET_CHANCE, type KubeletChance } from "./chance.ts";
import type { PodPlan } from "./plan/pod-plan.ts";
import type { ProbeManager } from "./probes/probe-manager.ts";
import type { ContainerBehaviour } from "./runtime/behaviour.ts";
import type { PodRuntime } from "./runtime/pod-runtime.ts";
import type { StartFailure } from "./status/container-statuses.ts";
import type { StatusWriter } from "./status/status-writer.ts";
import type { KubeletSwitches } from "./switches.ts";
import type { Latch, Tasks } from "./tasks.ts";

/** A Kubernetes Event about a pod. */
export interface PodEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** The container that it is about, as a path into the spec. */
  readonly fieldPath?: string;
}

/** Numbers of a kubelet. */
export interface MachineSettings {
  /** How often the kubelet looks at its timers; 0: they fire to the millisecond. */
  readonly syncTickMs: number;
  /**
   * When the kubelet lists its containers, beside right after each change in the runtime or in the API server. A sync
   * that is due at the end of one that failed waits for the next list if nothing has changed since.
   */
  readonly relist: { readonly everyMs: number; readonly offsetMs: number } | undefined;
  /** How long after a sync without error the next comes. */
  readonly resyncMs: number;
  readonly crashLoopInitialMs: number;
  readonly crashLoopMaxMs: number;
  /** When back-offs are swept out. */
  readonly housekeeping: { readonly everyMs: number; readonly offsetMs: number };
  readonly chance: KubeletChance;
}

export const DEFAULT_MACHINE: MachineSettings = {
  syncTickMs: 0,
  relist: undefined,
  resyncMs: 60_000,
  crashLoopInitialMs: 10_000,
  crashLoopMaxMs: 300_000,
  housekeeping: { everyMs: 2000, offsetMs: 0 },
  chance: DEFAULT_KUBELET_CHANCE,
};

export interface StartResult {
  readonly name: string;
  readonly refusal: StartFailure | undefined;
}

export interface PodMachine {
  readonly tasks: Tasks;
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly settings: MachineSettings;
  readonly runtime: PodRuntime;
  readonly probes: ProbeManager;
  readonly writer: StatusWriter;
  /** The pod as messages name it: `NAME_NAMESPACE(UID)`. */
  readonly fullName: string;
  /** Milliseconds since 1970 of the run's begin. */
  readonly epochMs: number;
  /** When the pod came to its node. */
  readonly arrivedMs: number;
  /** How long the sandbox takes to come up; `"never"`: it does not. */
  readonly sandboxMs: number | "never";
  /** Opens when the pod is to end: it was deleted, its deadline is over, the kubelet ends it. */
  readonly called: Latch;
  /** As the API server has it. */
  readonly pod: Pod;
  readonly crashBackOff: BackOff;
  readonly imageBackOff: BackOff;
  /** Why containers could not be started last time (the reason cache). */
  readonly failures: Map<string, StartFailure>;
  /** What the sync under way has started, or not; known to the next one. */
  readonly started: StartResult[];
  /** All containers are being restarted: records are going, or have gone. */
  restartingAll: "no" | "removing" | "removed";
  behaviour(container: string): ContainerBehaviour;
  record(event: PodEvent): void;
  /** The kubelet looks at the pod again as soon as it can. */
  sync(): void;
}
