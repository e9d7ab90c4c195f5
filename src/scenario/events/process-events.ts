/** Events about the process that holds the controllers. */

import { z } from "zod";

import type { ProcessActions } from "../../simulation/actions/process-actions.ts";
import { formatDuration } from "../duration.ts";
import { durationSchema } from "../schema-time.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";

const replica = z
  .string()
  .optional()
  .describe("Name of a replica of your own controller, which restarts instead; see testing-controllers.");

const restartController = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("restartController").describe("Stops the Job controller; it comes back with an empty memory."),
      down: durationSchema.optional().describe("How long it is down; 0s if absent."),
      crash: z
        .boolean()
        .optional()
        .describe("Dies in the middle of running syncs, instead of finishing them first; false if absent."),
      replica,
    })
    .describe("The controller manager restarts."),
  (event, context) => [
    {
      atMs: context.durationMs("at", event.at),
      op: "restartController",
      downMs: context.durationMs("down", event.down),
      ...(event.crash === true ? { crash: true } : {}),
      ...(event.replica === undefined ? {} : { replica: event.replica }),
    },
  ],
);

/** Events about the controller manager, by their actions. */
export const PROCESS_EVENTS = { restartController } as const;

export const PROCESS_WRITERS: ActionWriters<keyof ProcessActions> = {
  restartController: ({ downMs, crash, replica: restarted }) => ({
    action: "restartController",
    down: formatDuration(downMs),
    ...(crash === true ? { crash } : {}),
    ...(restarted === undefined ? {} : { replica: restarted }),
  }),
};
