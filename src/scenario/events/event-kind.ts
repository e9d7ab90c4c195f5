/** One kind of event: what a file may say, what it means, and how an action is written as one. */

import type { z } from "zod";

import type { JsonObject } from "../../api/json.ts";
import type { Op, TimedAction } from "../../simulation/actions/table.ts";
import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { EventContext } from "./event-context.ts";

/** What an event makes happen: actions of users and the cluster, or what happens to the control plane. */
export type EventEffect = TimedAction | Disturbance;

/** An event as the schema has it; its names are those of the file. */
type EventShape = z.ZodObject<{ action: z.ZodLiteral<string> }>;

export interface EventKind<Schema extends EventShape> {
  readonly schema: Schema;
  /** Problems go to the context. */
  readonly compile: (event: z.infer<Schema>, context: EventContext) => readonly EventEffect[];
}

/** Connects the meaning of an event with its schema. */
export function eventKind<Schema extends EventShape>(
  schema: Schema,
  compile: EventKind<Schema>["compile"],
): EventKind<Schema> {
  return { schema, compile };
}

/** How each kind of action is written as an event, except for its instant. */
export type ActionWriters<Kinds extends Op> = {
  readonly [Kind in Kinds]: (action: TimedAction<Kind>) => JsonObject;
};
