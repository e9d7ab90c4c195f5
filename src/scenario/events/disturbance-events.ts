/** Events of the control plane: disturbances between the controllers and their API server. */

import { z } from "zod";

import type { JsonObject } from "../../api/json.ts";
import { type Disturbance, WRITE_VERBS } from "../../simulation/faults/disturbance.ts";
import { formatDuration } from "../duration.ts";
import { durationSchema } from "../schema-time.ts";
import { eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";
import { PROCESS_DISTURBANCES } from "./process-disturbances.ts";

const resourceOf = (what: string) =>
  z.string().min(1).describe(`${what}: jobs, pods, or another resource by its plural name, such as configmaps.`);
const resource = resourceOf("Whose watch");
const lasts = durationSchema.describe("How long it lasts.");

const loseAnswers = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("loseAnswers").describe("Writes take effect, and the controller gets a timeout."),
      count: z.number().int().min(1).max(1_000_000).optional().describe("How many writes; 1 if absent."),
    })
    .describe("Answers to writes of the Job controller are lost."),
  (event, context) => [{ kind: "lostAnswers", atMs: context.durationMs("at", event.at), count: event.count ?? 1 }],
);

const delayWrites = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("delayWrites").describe("Writes time out at once, and take effect later all the same."),
      verb: z.enum(WRITE_VERBS).describe("Which writes."),
      resource: resourceOf("Writes of what"),
      count: z.number().int().min(1).max(1_000_000).optional().describe("How many writes; 1 if absent."),
      by: durationSchema.describe("How long after the timeout they take effect."),
    })
    .describe("Writes of controllers take effect after a timeout was reported."),
  (event, context) => [
    {
      kind: "lateWrites",
      atMs: context.durationMs("at", event.at),
      verb: event.verb,
      resource: context.resource("resource", event.resource),
      count: event.count ?? 1,
      byMs: context.durationMs("by", event.by),
    },
  ],
);

const slowCalls = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("slowCalls").describe("Each call takes a time of its own, so that calls overtake each other."),
      for: lasts,
      upTo: durationSchema.describe("The longest that a call takes in addition to what it usually takes."),
    })
    .describe("Calls of controllers are slow for a while, each as slow as chance has it."),
  (event, context) => [
    {
      kind: "slowCalls",
      atMs: context.durationMs("at", event.at),
      forMs: context.durationMs("for", event.for),
      upToMs: context.durationMs("upTo", event.upTo),
    },
  ],
);

const stallWatch = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("stallWatch").describe("The watch delivers nothing, then everything that was missed."),
      resource,
      for: lasts,
    })
    .describe("A watch of the controllers stalls."),
  (event, context) => [
    {
      kind: "stall",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
    },
  ],
);

const breakWatch = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("breakWatch")
        .describe("The watch breaks; a fresh list shows what is left, not what was created and deleted in between."),
      resource,
      for: durationSchema.describe("Until the list."),
      behind: durationSchema
        .optional()
        .describe(
          "How old the list is, as from an API server whose cache is stale: possibly older than what was already seen. Later changes follow after that delay. 0s if absent.",
        ),
    })
    .describe("A watch of the controllers breaks, and they relist."),
  (event, context) => [
    {
      kind: "relist",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
      ...(event.behind === undefined ? {} : { behindMs: context.durationMs("behind", event.behind) }),
    },
  ],
);

const ageLists = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("ageLists")
        .describe("Processes that start in the meantime list an old state; running ones do not notice."),
      resource: resourceOf("Lists of what"),
      for: lasts,
      behind: durationSchema.describe(
        "How old the lists are. Later changes arrive through the watch after that delay.",
      ),
    })
    .describe("An API server whose cache is stale answers the first lists of controllers that start or restart."),
  (event, context) => [
    {
      kind: "oldList",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
      behindMs: context.durationMs("behind", event.behind),
    },
  ],
);

const ageReads = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("ageReads").describe("Gets and lists show an old state; watches and writes do not."),
      resource: resourceOf("Reads of what"),
      for: lasts,
      behind: durationSchema.describe("How old the answers are."),
    })
    .describe("An API server whose cache is stale answers the reads of controllers."),
  (event, context) => [
    {
      kind: "staleReads",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
      behindMs: context.durationMs("behind", event.behind),
    },
  ],
);

const delayWatch = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("delayWatch").describe("Each change is delivered later, in order."),
      resource,
      for: lasts,
      by: durationSchema.describe("How much later than usual."),
    })
    .describe("A watch of the controllers is late for a while."),
  (event, context) => [
    {
      kind: "late",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
      byMs: context.durationMs("by", event.by),
    },
  ],
);

const repeatWatch = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("repeatWatch").describe("Each change is delivered twice."),
      resource,
      for: lasts,
    })
    .describe("A watch of the controllers delivers events twice for a while."),
  (event, context) => [
    {
      kind: "repeat",
      atMs: context.durationMs("at", event.at),
      resource: context.resource("resource", event.resource),
      forMs: context.durationMs("for", event.for),
    },
  ],
);

/** Events of the control plane, by their actions. */
export const DISTURBANCE_EVENTS = {
  loseAnswers,
  delayWrites,
  slowCalls,
  ...PROCESS_DISTURBANCES,
  stallWatch,
  breakWatch,
  ageLists,
  ageReads,
  delayWatch,
  repeatWatch,
} as const;

/** How a disturbance is written as an event, except for its instant. */
export function writeDisturbance(disturbance: Disturbance): JsonObject {
  switch (disturbance.kind) {
    case "lostAnswers":
      return { action: "loseAnswers", count: disturbance.count };
    case "lateWrites": {
      const { verb, resource: written, count, byMs } = disturbance;
      return { action: "delayWrites", verb, resource: written, count, by: formatDuration(byMs) };
    }
    case "slowCalls":
      return {
        action: "slowCalls",
        for: formatDuration(disturbance.forMs),
        upTo: formatDuration(disturbance.upToMs),
      };
    case "crash":
      return {
        action: "crashController",
        afterWrites: disturbance.afterWrites,
        down: formatDuration(disturbance.downMs),
      };
    case "stall":
      return { action: "stallWatch", ...spanOf(disturbance) };
    case "relist": {
      const { behindMs } = disturbance;
      const behind = behindMs === undefined ? {} : { behind: formatDuration(behindMs) };
      return { action: "breakWatch", ...spanOf(disturbance), ...behind };
    }
    case "oldList":
      return { action: "ageLists", ...spanOf(disturbance), behind: formatDuration(disturbance.behindMs) };
    case "staleReads":
      return { action: "ageReads", ...spanOf(disturbance), behind: formatDuration(disturbance.behindMs) };
    case "late":
      return { action: "delayWatch", ...spanOf(disturbance), by: formatDuration(disturbance.byMs) };
    case "repeat":
      return { action: "repeatWatch", ...spanOf(disturbance) };
    case "overlap":
      return { action: "overlapControllers", for: formatDuration(disturbance.forMs) };
    case "partition":
      return { action: "cutOffReplica", replica: disturbance.replica, for: formatDuration(disturbance.forMs) };
  }
}

function spanOf({ resource: watched, forMs }: { readonly resource: string; readonly forMs: number }): JsonObject {
  return { resource: watched, for: formatDuration(forMs) };
}
