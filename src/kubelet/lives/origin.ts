/** How the life of a pod on its node begins: pods with the same origin and the same inputs behave the same. */

import { equalJson } from "../../api/json.ts";
import type { Pod } from "../../api/types.ts";
import type { Remains } from "../runtime/pod-runtime.ts";
import type { PodScript } from "../script.ts";
import type { Input } from "./turn.ts";

export interface Origin {
  readonly atMs: number;
  readonly script: PodScript;
  /** The pod when it arrives at the node. */
  readonly pod: Pod;
  /** How long the sandbox takes to start. */
  readonly sandboxMs: number | "never";
  /** What the node still has of it after a reboot. */
  readonly remains: Remains | undefined;
}

/** Whether two pods begin in the same way. Pods with remains never do. */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  return (
    a.atMs === b.atMs &&
    a.script === b.script &&
    a.sandboxMs === b.sandboxMs &&
    a.remains === undefined &&
    b.remains === undefined &&
    a.pod.spec.containers === b.pod.spec.containers &&
    a.pod.spec.initContainers === b.pod.spec.initContainers &&
    isSameObject(a.pod, b.pod)
  );
}

export function isSameInput(a: Input, b: Input): boolean {
  if (a.kind === "changed") return b.kind === "changed" && isSameObject(a.pod, b.pod);
  return equalJson(a, b);
}

/** Whether a kubelet cannot distinguish two objects with the same spec. */
function isSameObject({ metadata: a, status }: Pod, { metadata: b, status: other }: Pod): boolean {
  return (
    a.deletionTimestamp === b.deletionTimestamp &&
    a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds &&
    (status === other || equalJson(status, other))
  );
}
