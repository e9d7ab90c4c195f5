/** Schema of `violation`: what a check found in the run of the scenario. */

import { z } from "zod";

import { durationSchema } from "./schema-time.ts";

export const violationSchema = z
  .strictObject({
    invariant: z.string().min(1).describe("Name of the invariant; jobsim test checks that it holds."),
    message: z.string().describe("What was wrong when the file was written."),
    at: durationSchema.describe("When it was found, counted from the start of the run."),
    seed: z.number().int().optional().describe("Seed of the run of jobsim check that found it."),
    programs: z
      .array(z.string())
      .optional()
      .describe("Programs that took part, with their arguments; pass them to jobsim replay with --go."),
    controllers: z
      .array(z.string())
      .optional()
      .describe(
        "Controllers that took part in addition to those of Kubernetes; pass them to jobsim replay with --module.",
      ),
  })
  .meta({ id: "Violation", description: "What jobsim check found in this run; jobsim replay looks for it again." });

export type ViolationInput = z.infer<typeof violationSchema>;
