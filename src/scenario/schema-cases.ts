/** Schema of `cases`: many tests in one file, each with its own settings and expectations. */

import { z } from "zod";

import { expectSchema } from "./schema-expect.ts";

export const expectListSchema = z.union([z.array(expectSchema).min(1), expectSchema]);

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const caseSchema = z
  .strictObject({
    name: z.string().min(1).describe("What the case is about: its name in reports, and for --filter."),
    set: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("Fields of every Job, or keys of the scenario, as in --set: {spec.backoffLimit: 2}."),
    param: z.record(z.string(), valueSchema).optional().describe("Parameters of the scenario with other values."),
    seed: z
      .union([z.string(), z.number()])
      .optional()
      .describe("The seed of the case; that of the scenario if absent."),
    kubernetes: z
      .union([z.string(), z.number()])
      .optional()
      .describe("The release to play; that of the scenario if absent."),
    expect: expectListSchema.describe("What is expected of the run of this case."),
  })
  .meta({ id: "TestCase", description: "The scenario with other settings, and what is expected of it." });

export type CaseInput = z.infer<typeof caseSchema>;
