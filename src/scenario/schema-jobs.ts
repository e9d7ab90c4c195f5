/** Schema of `jobs`: the Jobs, how many, and when they are created. */

import { z } from "zod";

import { durationSchema, timeSchema, whenOtherType } from "./schema-time.ts";

/** Maximum number of copies of one entry. */
export const MAX_COPIES = 100_000;

const arrivalsSchema = z
  .strictObject({
    every: timeSchema("Time from one Job to the next, fixed or drawn; the first is created at once.").optional(),
    perHour: z
      .number()
      .positive()
      .optional()
      .describe("Poisson arrivals: about this many an hour, at a constant rate."),
    trace: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Path of a text file, relative to the scenario, with a time in each line (first column of a CSV); lines that begin with # are skipped.",
      ),
  })
  .meta({ id: "Arrivals", description: "When copies of a Job are created. Exactly one of the keys." });

const retrySchema = z
  .strictObject({
    times: z.number().int().min(1).max(1_000).describe("Maximum number of times that the Job is recreated."),
    after: durationSchema.optional().describe("From its failure to the new Job; 0s if absent."),
  })
  .meta({ id: "UserRetry", description: "When the Job has failed, a user deletes and recreates it." });

export const jobEntrySchema = z
  .strictObject(
    {
      at: durationSchema
        .optional()
        .describe("When the Job is created, counted from the start of the run; 0s if absent."),
      file: z
        .string()
        .min(1)
        .optional()
        .describe(
          "Path of a manifest, relative to the scenario file; all Jobs in it are created. Give file or manifest.",
        ),
      manifest: z
        .record(z.string(), z.unknown())
        .optional()
        .describe(
          "The manifest of a Job (apiVersion batch/v1), as it would be given to kubectl. Give file or manifest.",
        ),
      count: z.number().int().min(1).max(MAX_COPIES).optional().describe(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what users write
        "How many copies are created. ${i} in the manifest is the number of the copy, from 0; if the name lacks it, -${i} is added.",
      ),
      arrivals: arrivalsSchema.optional().describe("When the copies are created; all at once if absent."),
      retry: retrySchema.optional().describe("What the user does when the Job fails."),
    },
    { error: whenOtherType("must be a map with file or manifest, for example {file: job.yaml}") },
  )
  .meta({ id: "JobEntry", description: "A Job, or many of one kind, and when they are created." });

export type JobEntryInput = z.infer<typeof jobEntrySchema>;
export type ArrivalsInput = z.infer<typeof arrivalsSchema>;
