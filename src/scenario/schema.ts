/**
 * Schema of scenario files: the one description of the format, from which the JSON Schema for editors and the
 * reference page are generated.
 *
 * It says what a file may hold; what its values mean together is checked where they are compiled.
 */

import { z } from "zod";

import { API_VERSION, SCENARIO_KIND } from "./file-kinds.ts";
import { eventSchema } from "./schema-events.ts";
import { podsSchema } from "./schema-pods.ts";
import { durationSchema, whenOtherType } from "./schema-time.ts";

const jobEntrySchema = z
  .strictObject(
    {
      at: durationSchema
        .optional()
        .describe("When the Job is created, counted from the start of the run; 0s where absent."),
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
    },
    { error: whenOtherType("must be a map with file or manifest, for example {file: job.yaml}") },
  )
  .meta({ id: "JobEntry", description: "A Job, and when it is created." });

const metadataSchema = z.strictObject({
  name: z.string().min(1).optional().describe("Name of the scenario in reports; the file's name where absent."),
  description: z.string().optional().describe("What the scenario shows, for people."),
});

export const scenarioSchema = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe("Version of the format."),
    kind: z.literal(SCENARIO_KIND).describe("Says that the file is a scenario."),
    metadata: metadataSchema.optional().describe("Name and description."),
    seed: z
      .union([z.string(), z.number()], { error: "must be a number or text" })
      .optional()
      .describe("Decides all draws: the same seed gives the same run, to the byte. 1 where absent."),
    until: durationSchema.optional().describe("When the run stops; where absent, when nothing is left to happen."),
    jobs: z.array(jobEntrySchema).min(1).describe("The Jobs, at least one."),
    pods: podsSchema.optional().describe("How pods behave."),
    events: z.array(eventSchema).optional().describe("What users and the cluster do, and when."),
  })
  .meta({ title: "jobsim scenario", description: "Jobs, how their pods behave, and what happens meanwhile." });

export type ScenarioInput = z.infer<typeof scenarioSchema>;
export type JobEntryInput = z.infer<typeof jobEntrySchema>;
