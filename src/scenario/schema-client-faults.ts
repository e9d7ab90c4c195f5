/** Schema of `clientFaults`: what goes wrong between the clients of a server and its API. */

import { z } from "zod";

import { durationSchema } from "./schema-time.ts";

const MAX_RETRY_AFTER_SECONDS = 3_600;

const verb = z.enum(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]);
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);

export const clientFaultSchema = z
  .strictObject({
    userAgent: z
      .string()
      .min(1)
      .optional()
      .describe("Pattern of the client's User-Agent: my-operator/*; any if absent."),
    verb: oneOrMore(verb).optional().describe("What the request does: one verb, or a list; any if absent."),
    resource: oneOrMore(z.string().min(1)).optional().describe("Plural name of the resource: jobs; any if absent."),
    chance: z.number().gt(0).max(1).optional().describe("Share of these requests that is affected; all if absent."),
    count: z
      .number()
      .int()
      .positive()
      .optional()
      .describe("Maximum number of requests that are affected; unlimited if absent."),
    error: z
      .union([z.literal(409), z.literal(410), z.literal(429), z.literal(500), z.literal(504)])
      .optional()
      .describe("The request is refused with this code, without effect; 410 makes a watch start over."),
    retryAfter: z
      .number()
      .int()
      .min(0)
      .max(MAX_RETRY_AFTER_SECONDS)
      .optional()
      .describe("Seconds in the header Retry-After, with error 429 or 504."),
    lost: z.literal(true).optional().describe("The request takes effect, but its client gets a timeout (504)."),
    delay: durationSchema.optional().describe("The answer is delayed by this much, in real time."),
    stale: durationSchema
      .optional()
      .describe(
        "For get, list and watch with resourceVersion=0, as informers use: the answer is this old, in virtual time; a watch also shows each change this much later.",
      ),
    stall: durationSchema.optional().describe("For a watch: nothing is delivered for this long, in real time."),
    break: durationSchema.optional().describe("For a watch: it ends after this long, in real time."),
    repeat: z.literal(true).optional().describe("For a watch: each event is delivered twice."),
  })
  .meta({
    id: "ClientFault",
    description: "What happens to requests from clients of jobsim serve: exactly one of the keys from error on.",
  });

export type ClientFaultInput = z.infer<typeof clientFaultSchema>;
