/** How long a checked run lasts: until everything has had time to settle. */

import { endOfAction } from "../simulation/actions/table.ts";
import { endOf } from "../simulation/faults/disturbance.ts";
import { GIVEN_UP_AFTER_MS } from "../simulation/nodes/node-outage.ts";
import type { SimulationPlan } from "../simulation/plan.ts";

/**
 * Virtual time in which a Job settles once nothing disturbs it any more: more than all back-offs a trial can add up.
 */
const SETTLE_WITHIN_MS = 4 * 60 * 60 * 1000;

/** When the last event from outside happens. */
function calmFromMs({
  actions,
  faults = [],
  disturbances = [],
  quotas = [],
  resourceQuotas = [],
  cluster,
}: SimulationPlan): number {
  let lastMs = 0;
  for (const action of actions) {
    lastMs = Math.max(lastMs, endOfAction(action));
  }
  for (const { toMs } of [...faults, ...quotas, ...resourceQuotas]) lastMs = Math.max(lastMs, toMs);
  for (const disturbance of disturbances) lastMs = Math.max(lastMs, endOf(disturbance));
  for (const { atMs, downMs } of cluster?.outages ?? []) {
    lastMs = Math.max(lastMs, atMs + Math.max(downMs ?? 0, GIVEN_UP_AFTER_MS));
  }
  return lastMs;
}

/** A trial with an end: its own, or the instant by which everything has had time to settle. */
export function untilSettled(trial: SimulationPlan): SimulationPlan {
  return { ...trial, untilMs: trial.untilMs ?? calmFromMs(trial) + SETTLE_WITHIN_MS };
}
