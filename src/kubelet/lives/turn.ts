/** What the kubelet of a pod does in one turn, and what a pod can be told in between. */

import type { Pod, PodStatus } from "../../api/types.ts";
import type { Phase } from "../../engine/event-loop.ts";
import type { PodEvent } from "../machine.ts";
import type { Eviction } from "../status/status-writer.ts";

/** What others see of a turn. */
export type Act =
  /** @property namesPod the status has messages that name the pod */
  | { readonly kind: "report"; readonly status: PodStatus; readonly namesPod: boolean }
  | { readonly kind: "event"; readonly event: PodEvent }
  /** The object goes. */
  | { readonly kind: "remove" }
  /** The pod is done with. */
  | { readonly kind: "done" };

export interface PlannedTimer {
  readonly atMs: number;
  readonly phase: Phase;
  readonly timer: number;
}

export interface Turn {
  readonly timers: readonly PlannedTimer[];
  readonly acts: readonly Act[];
}

/** Something that comes from outside. */
export type Input =
  /** Others changed the object. */
  | { readonly kind: "changed"; readonly pod: Pod }
  /** The object is gone. */
  | { readonly kind: "removed" }
  | {
      readonly kind: "evicted";
      readonly eviction: Eviction;
      readonly graceSeconds: number;
      /** Reason of the condition DisruptionTarget, if the pod gets one. */
      readonly disruption?: string;
    };

/** What was told, after how many turns, and when. */
export interface PastInput {
  readonly position: number;
  readonly atMs: number;
  readonly input: Input;
}
