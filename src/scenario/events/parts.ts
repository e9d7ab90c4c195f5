/** Parts that the schemas of events share. */

import { z } from "zod";

import { indexListSchema } from "../schema-pods.ts";
import { durationSchema } from "../schema-time.ts";

export const at = durationSchema.describe("When, counted from the start of the run.");

export const jobName = z
  .string()
  .optional()
  .describe('Name of the Job (or "namespace/name"); may be left out where the scenario has one Job only.');

export const podName = z
  .strictObject({
    job: jobName,
    index: indexListSchema("Completion index (Indexed Jobs); several give one event each.").optional(),
    attempt: z.number().int().nonnegative().optional().describe("Which pod of the index; 0, the first, if absent."),
    ordinal: indexListSchema("Position in the order of creation, from 0; several give one event each.").optional(),
    recreation: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe("Which of the Jobs that had this name in turn; 0, the first, if absent."),
    name: z
      .string()
      .min(1)
      .optional()
      .describe("Name of a pod that createPod or createObject created; or namespace/name."),
  })
  .meta({
    id: "PodName",
    description:
      "A pod that the Job created: index and attempt, or ordinal; or one of createPod or createObject: name. One that does not exist is skipped.",
  });

export type PodNameInput = z.infer<typeof podName>;
