/** Schema of events that befall the control plane: what comes between the controllers and their API server. */

import { z } from "zod";

import { durationSchema } from "./schema-time.ts";

const at = durationSchema.describe("When, counted from the start of the run.");
const resource = z.enum(["jobs", "pods"]).describe("Whose watch: jobs or pods.");
const lasts = durationSchema.describe("How long it lasts.");

const loseAnswers = z
  .strictObject({
    at,
    action: z.literal("loseAnswers").describe("Writes take effect, and the controller is told of a timeout."),
    count: z.number().int().min(1).max(1_000_000).optional().describe("How many writes; 1 where absent."),
  })
  .describe("Answers to writes of the Job controller get lost.");

const crashController = z
  .strictObject({
    at,
    action: z.literal("crashController").describe("The process dies between two effects of a sync."),
    afterWrites: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe("Writes from here on that still take effect; 0 where absent."),
    down: durationSchema.optional().describe("How long it is away; 0s where absent."),
  })
  .describe("The controller manager dies in the middle of its work.");

const stallWatch = z
  .strictObject({
    at,
    action: z.literal("stallWatch").describe("The watch delivers nothing, and then all that was missed."),
    resource,
    for: lasts,
  })
  .describe("A watch of the controllers stands still.");

const breakWatch = z
  .strictObject({
    at,
    action: z
      .literal("breakWatch")
      .describe("The watch breaks; a fresh list shows what is left, not what came and went."),
    resource,
    for: durationSchema.describe("Until the list."),
    behind: durationSchema
      .optional()
      .describe(
        "How old the list is, as from an API server whose cache is behind: older than what was seen already, perhaps. What happened since follows that much later. 0s where absent.",
      ),
  })
  .describe("A watch of the controllers breaks, and they list anew.");

const ageLists = z
  .strictObject({
    at,
    action: z
      .literal("ageLists")
      .describe("Processes that start meanwhile list what was so a while ago; those that run do not notice."),
    resource: z.enum(["jobs", "pods"]).describe("Lists of what: jobs or pods."),
    for: lasts,
    behind: durationSchema.describe(
      "How old the lists are. What has happened since is seen as late as that, through the watch.",
    ),
  })
  .describe("An API server whose cache is behind answers the first lists of controllers that start or restart.");

const delayWatch = z
  .strictObject({
    at,
    action: z.literal("delayWatch").describe("Each change is delivered later, in order."),
    resource,
    for: lasts,
    by: durationSchema.describe("How much later than usual."),
  })
  .describe("A watch of the controllers is late for a while.");

const repeatWatch = z
  .strictObject({
    at,
    action: z.literal("repeatWatch").describe("Each change is delivered twice."),
    resource,
    for: lasts,
  })
  .describe("A watch of the controllers repeats itself for a while.");

const overlapControllers = z
  .strictObject({
    at,
    action: z
      .literal("overlapControllers")
      .describe("A new process starts while the old one has not noticed that its lease is lost."),
    for: durationSchema.describe("How long the old one works on; then it dies."),
  })
  .describe("Two controller managers work at once.");

export const DISTURBANCE_EVENTS = [
  loseAnswers,
  crashController,
  stallWatch,
  breakWatch,
  ageLists,
  delayWatch,
  repeatWatch,
  overlapControllers,
] as const;

const disturbanceEvent = z.discriminatedUnion("action", DISTURBANCE_EVENTS);

export type DisturbanceEvent = z.infer<typeof disturbanceEvent>;
