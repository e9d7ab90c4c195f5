/** What the kubelet of a pod does in one turn, and the inputs that come in between. */

import type { Pod, PodStatus } from "../../api/types.ts";
import type { Phase } from "../../engine/event-loop.ts";
import type { KubeletEnd } from "../kubelet-end.ts";
import type { KilledRun, PodEvent } from "../machine.ts";

/** An action of a turn that is visible outside of the kubelet. */
export type Act =
  /** @property namesPod whether messages of the status name the pod */
  | { readonly kind: "report"; readonly status: PodStatus; readonly namesPod: boolean }
  | { readonly kind: "event"; readonly event: PodEvent }
  | { readonly kind: "kill"; readonly kill: KilledRun }
  /** Deletes the object. */
  | { readonly kind: "remove" }
  /** The kubelet is finished with the pod. */
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

/** Something that happens outside of the kubelet. */
export type Input =
  /** Others changed the object. */
  | { readonly kind: "changed"; readonly pod: Pod }
  /** The object is gone. */
  | { readonly kind: "removed" }
  /** The container whose end is reported exits. */
  | { readonly kind: "finished"; readonly exitCode: number }
  /** The kubelet itself ends the pod. */
  | { readonly kind: "ended"; readonly end: KubeletEnd; readonly graceSeconds: number };

/** An input, after how many turns it came, and when. */
export interface PastInput {
  readonly position: number;
  readonly atMs: number;
  readonly input: Input;
}
