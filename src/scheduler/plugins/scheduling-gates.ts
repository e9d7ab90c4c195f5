/** Keeps pods with scheduling gates out of the queue (extension point PreEnqueue). */

import { type PluginVerdict, unresolvable } from "../framework/verdict.ts";
import type { PodInfo } from "../pod-info.ts";

export const SCHEDULING_GATES = "SchedulingGates";

/** The verdict for a pod with gates; `undefined` if it has none. */
export function gateVerdict({ shape }: PodInfo): PluginVerdict | undefined {
  if (shape.gates.length === 0) return undefined;
  return unresolvable(SCHEDULING_GATES, `waiting for scheduling gates: [${shape.gates.join(" ")}]`);
}
