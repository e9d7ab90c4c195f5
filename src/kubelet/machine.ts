/** The state of one pod that the parts of the kubelet share. */

import type { Pod } from "../api/types.ts";
import type { KillingProbe, ProbeKillEntry } from "../apiserver/log.ts";
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
  /** The container that it is about, as a path in the spec. */
  readonly fieldPath?: string;
  /** The probe because of which the container is killed. */
  readonly probe?: KillingProbe;
}

/** Which container is killed because of which probe; `restarts` is its `restartCount`. */
export type KilledRun = Pick<ProbeKillEntry, "container" | "restarts" | "probe">;

/** Settings of a kubelet. */
export interface MachineSettings {
  /** How often the kubelet checks its timers; 0: they fire exactly. */
  readonly syncTickMs: number;
  /**
   * When the kubelet lists its containers, in addition to right after each change in the runtime or in the API server.
   * A sync that is due when another has failed waits for the next list if nothing has changed since.
   */
  readonly relist: { readonly everyMs: number; readonly offsetMs: number } | undefined;
  /** Delay between a sync without an error and the next one. */
  readonly resyncMs: number;
  readonly crashLoopInitialMs: number;
  readonly crashLoopMaxMs: number;
  /** When expired back-offs are removed. */
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
  /** The beginning of the run, in milliseconds since 1970. */
  readonly epochMs: number;
  /** When the pod arrived at its node. */
  readonly arrivedMs: number;
  /** How long the sandbox takes to start; `"never"`: it never starts. */
  readonly sandboxMs: number | "never";
  /** Opens when the pod must end: it was deleted, its deadline has passed, or the kubelet ends it. */
  readonly called: Latch;
  /** The pod in the API server. */
  readonly pod: Pod;
  readonly crashBackOff: BackOff;
  readonly imageBackOff: BackOff;
  /** Why containers could not be started in the last sync (the reason cache). */
  readonly failures: Map<string, StartFailure>;
  /** What the current sync has started or failed to start; used by the next one. */
  readonly started: StartResult[];
  /** Whether all containers are being restarted: their records are being removed, or have been. */
  restartingAll: "no" | "removing" | "removed";
  behaviour(container: string): ContainerBehaviour;
  record(event: PodEvent): void;
  /** The kubelet begins to stop a container because a probe has failed. */
  killed(kill: KilledRun): void;
  /** Requests another sync of the pod. */
  sync(): void;
}
