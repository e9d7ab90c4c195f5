/** Events that end processes, double them, or cut them off, in the middle of their work. */

import { z } from "zod";

import { durationSchema } from "../schema-time.ts";
import { eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";

const crashController = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("crashController").describe("The process dies between two effects of a sync."),
      afterWrites: z
        .number()
        .int()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe("Writes from here on that still take effect; 0 if absent."),
      down: durationSchema.optional().describe("How long it is down; 0s if absent."),
    })
    .describe("The controller manager dies in the middle of its work."),
  (event, context) => [
    {
      kind: "crash",
      atMs: context.durationMs("at", event.at),
      afterWrites: event.afterWrites ?? 0,
      downMs: context.durationMs("down", event.down),
    },
  ],
);

const overlapControllers = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("overlapControllers")
        .describe("A new process starts while the old one has not noticed that its lease is lost."),
      for: durationSchema.describe("How long the old one keeps working; then it dies."),
    })
    .describe("Two controller managers are active at once."),
  (event, context) => [
    { kind: "overlap", atMs: context.durationMs("at", event.at), forMs: context.durationMs("for", event.for) },
  ],
);

const cutOffReplica = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("cutOffReplica").describe("A replica cannot reach the API server, and others can."),
      replica: z.string().describe("Name of a replica of your own controller, such as elected-0."),
      for: durationSchema.describe("How long it lasts."),
    })
    .describe("Calls of a replica time out without effect, and its watches deliver nothing until the end."),
  (event, context) => [
    {
      kind: "partition",
      atMs: context.durationMs("at", event.at),
      replica: event.replica,
      forMs: context.durationMs("for", event.for),
    },
  ],
);

/** Disturbances of processes, by their actions. */
export const PROCESS_DISTURBANCES = { crashController, overlapControllers, cutOffReplica } as const;
