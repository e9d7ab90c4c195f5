/**
 * The table of actions: what users and the cluster do during a run.
 *
 * The fields and the implementation of a new action go into one of the files that make up the table; its syntax in
 * scenarios goes into the table of events (`src/scenario/events`).
 */

import type { ActionKind, ActionKinds, ActionTargets, Timed } from "./action.ts";
import { CRON_JOB_ACTIONS, type CronJobActions } from "./cron-job-actions.ts";
import { JOB_ACTIONS, type JobActions } from "./job-actions.ts";
import { NODE_ACTIONS, type NodeActions } from "./node-actions.ts";
import { OBJECT_ACTIONS, type ObjectActions } from "./object-actions.ts";
import { POD_ACTIONS, type PodActions } from "./pod-actions.ts";
import { PROCESS_ACTIONS, type ProcessActions } from "./process-actions.ts";
import { REVIEW_ACTIONS, type ReviewActions } from "./review-actions.ts";

/** The fields of every action, by name. */
export interface ActionFields
  extends JobActions,
    CronJobActions,
    NodeActions,
    PodActions,
    ObjectActions,
    ProcessActions,
    ReviewActions {}

export type Op = keyof ActionFields;

/** An action of a kind, by default of any kind. */
export type TimedAction<Kind extends Op = Op> = { readonly [O in Kind]: Timed<O, ActionFields[O]> }[Kind];

const ACTIONS: ActionKinds<ActionFields> = {
  ...JOB_ACTIONS,
  ...CRON_JOB_ACTIONS,
  ...NODE_ACTIONS,
  ...POD_ACTIONS,
  ...OBJECT_ACTIONS,
  ...PROCESS_ACTIONS,
  ...REVIEW_ACTIONS,
};

function kindOf<Kind extends Op>({ op }: TimedAction<Kind>): ActionKind<TimedAction<Kind>> {
  return ACTIONS[op];
}

/** Performs one action now. */
export function performAction<Kind extends Op>(targets: ActionTargets, action: TimedAction<Kind>): void {
  kindOf(action).perform(targets, action);
}

/** When an action ends, in milliseconds since the run began. */
export function endOfAction<Kind extends Op>(action: TimedAction<Kind>): number {
  return action.atMs + (kindOf(action).lastsMs?.(action) ?? 0);
}
