/** A status as the kubelet generates it, before its conditions get their times. */

import type { ContainerStatus, PodPhase } from "../../api/types.ts";
import type { ConditionDraft } from "./conditions.ts";

export interface PodVerdict {
  readonly phase: PodPhase;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

/** A pod status whose conditions have no times yet. */
export interface StatusDraft extends PodVerdict {
  readonly podIP: string | undefined;
  readonly conditions: readonly ConditionDraft[];
  readonly initContainerStatuses: readonly ContainerStatus[];
  readonly containerStatuses: readonly ContainerStatus[];
}
