/** The actions of a sync. */

import type { KillingProbe } from "../../apiserver/log.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { ContainerRecord } from "../runtime/record.ts";

/** Why a container is killed: because of a probe, which may have its own grace period, or another reason. */
export type KillReason = KillingProbe | "other";

export interface ContainerKill {
  readonly record: ContainerRecord;
  readonly container: ContainerPlan;
  readonly message: string;
  readonly probe: KillingProbe;
}

export interface PodSyncActions {
  killPod: boolean;
  createSandbox: boolean;
  /** Whether there was a sandbox before. */
  readonly sandboxChanged: boolean;
  initsToStart: readonly ContainerPlan[];
  mainsToStart: readonly ContainerPlan[];
  readonly toKill: ContainerKill[];
  /** Records to remove because all containers restart; those that triggered it come last. */
  readonly toReset: readonly ContainerRecord[];
}
