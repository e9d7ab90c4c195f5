/** What the kubelet of a pod does in one turn, and what a pod can be told in between. */

import type { Pod, PodStatus } from "../../api/types.ts";
import type { Phase } from "../../engine/event-loop.ts";
import type { KubeletEnd } from "../kubelet-end.ts";
import type { PodEvent } from "../machine.ts";

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
  /** The container whose end is reported ends by itself. */
  | { readonly kind: "finished"; readonly exitCode: number }
  /** The kubelet itself ends the pod. */
  | { readonly kind: "ended"; readonly end: KubeletEnd; readonly graceSeconds: number };

/** What was told, after how many turns, and when. */
export interface PastInput {
  readonly position: number;
  readonly atMs: number;
  readonly input: Input;
}
