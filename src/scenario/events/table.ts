/**
 * The table of events: the schema of each, what it means in a plan, and how an action of a plan is written.
 *
 * A new event has its schema, its meaning and its writer in one of the files that make up the table. What its action
 * does in a run is in the table of actions (`src/simulation/actions`).
 */

import { z } from "zod";

import type { JsonObject } from "../../api/json.ts";
import type { Op, TimedAction } from "../../simulation/actions/table.ts";
import { formatDuration } from "../duration.ts";
import { CRON_JOB_EVENTS, CRON_JOB_WRITERS } from "./cron-job-events.ts";
import { DISTURBANCE_EVENTS, writeDisturbance } from "./disturbance-events.ts";
import type { ActionWriters, EventEffect } from "./event-kind.ts";
import { JOB_EVENTS, JOB_WRITERS } from "./job-events.ts";
import { NODE_EVENTS, NODE_WRITERS } from "./node-events.ts";
import { OBJECT_EVENTS, OBJECT_WRITERS } from "./object-events.ts";
import { POD_EVENTS, POD_WRITERS } from "./pod-events.ts";
import { PROCESS_EVENTS, PROCESS_WRITERS } from "./process-events.ts";
import { REVIEW_EVENTS, REVIEW_WRITERS } from "./review-events.ts";

/** Each event by the name of its action. */
export const EVENTS = {
  ...JOB_EVENTS,
  ...CRON_JOB_EVENTS,
  ...NODE_EVENTS,
  ...POD_EVENTS,
  ...OBJECT_EVENTS,
  ...PROCESS_EVENTS,
  ...REVIEW_EVENTS,
  ...DISTURBANCE_EVENTS,
} as const;

const WRITERS: ActionWriters<Op> = {
  ...JOB_WRITERS,
  ...CRON_JOB_WRITERS,
  ...NODE_WRITERS,
  ...POD_WRITERS,
  ...OBJECT_WRITERS,
  ...PROCESS_WRITERS,
  ...REVIEW_WRITERS,
};

/** What the schema finds of each. */
export type EventInputs = { readonly [Action in keyof typeof EVENTS]: z.infer<(typeof EVENTS)[Action]["schema"]> };

/** An event of some kind as the schema found it; of any kind by default. */
export type EventInput<Action extends keyof EventInputs = keyof EventInputs> = EventInputs[Action];

const [firstSchema, ...otherSchemas] = Object.values(EVENTS).map(({ schema }) => schema);
if (firstSchema === undefined) throw new Error("there are no events");

export const eventSchema = z.discriminatedUnion("action", [firstSchema, ...otherSchemas]);

/** The event that represents an action or a disturbance in a file. */
export function writeEvent(happening: EventEffect): JsonObject {
  const written = "op" in happening ? writeAction(happening) : writeDisturbance(happening);
  return { at: formatDuration(happening.atMs), ...written };
}

function writeAction<Kind extends Op>(action: TimedAction<Kind>): JsonObject {
  const write: (action: TimedAction<Kind>) => JsonObject = WRITERS[action.op];
  return write(action);
}
