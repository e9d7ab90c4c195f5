/** Schema of `background`: the other load of the cluster. */

import { z } from "zod";

import { durationSchema, timeOrForeverSchema, timeSchema } from "./schema-time.ts";

export const backgroundSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/, { error: "must be lower case letters, digits and -" })
      .describe("Its pods are called name-0, name-1, …"),
    count: z.number().int().min(1).max(100_000).optional().describe("Number of pods per arrival; 1 if absent."),
    at: durationSchema.optional().describe("When the first ones arrive; 0s if absent."),
    every: timeSchema("From one arrival to the next, fixed or drawn; they arrive once if absent.").optional(),
    until: durationSchema.optional().describe("When arrivals stop; at the end of the run if absent."),
    run: timeOrForeverSchema("How long each of them runs; forever if absent.").optional(),
    requests: z
      .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
      .optional()
      .describe("What one pod requests, for example {cpu: 4, memory: 16Gi, nvidia.com/gpu: 1}."),
    priority: z
      .union([z.number().int().min(-2_147_483_648).max(1_000_000_000), z.string().min(1)])
      .optional()
      .describe("Their priority, or the name of one of the priorityClasses; 0 if absent."),
    nodeSelector: z.record(z.string(), z.string()).optional().describe("Labels of the nodes that they may run on."),
    tolerations: z.array(z.record(z.string(), z.string())).optional().describe("Taints that they tolerate."),
    namespace: z.string().min(1).optional().describe("Their namespace; background if absent."),
  })
  .meta({
    id: "Background",
    description: "Other people's pods that arrive, run and end. A preempted one does not come back.",
  });

export type BackgroundInput = z.infer<typeof backgroundSchema>;
