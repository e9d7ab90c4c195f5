/** What a sync can have to do. */

import type { ContainerPlan } from "../plan/container-plan.ts";
import type { ContainerRecord } from "../runtime/record.ts";

/** Why a container is killed: by a probe, whose grace period may count, or for another reason. */
export type KillReason = "startup" | "liveness" | "other";

export interface ContainerKill {
  readonly record: ContainerRecord;
  readonly container: ContainerPlan;
  readonly message: string;
  readonly reason: KillReason;
}

export interface PodSyncActions {
  killPod: boolean;
  createSandbox: boolean;
  /** There was a sandbox before. */
  readonly sandboxChanged: boolean;
  initsToStart: readonly ContainerPlan[];
  mainsToStart: readonly ContainerPlan[];
  readonly toKill: ContainerKill[];
  /** All containers restart: these records go, last those that asked for it. */
  readonly toReset: readonly ContainerRecord[];
}
