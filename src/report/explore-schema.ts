/** The format of what `jobsim explore -o json` prints. */

import { z } from "zod";

export const exploreDocument = z.strictObject({
  world: z.string().describe("What was searched."),
  deviations: z.number().describe("From the usual schedule, at most."),
  kinds: z.array(z.string()).describe("What deviated."),
  share: z.strictObject({ number: z.number(), of: z.number() }).optional(),
  schedules: z.number(),
  played: z.number().describe("Schedules that were played now, and not before the search was continued."),
  met: z.number().describe("Choices after which nothing was tried, as their state had been reached before."),
  mostChoices: z.number(),
  deviated: z.record(z.string(), z.number()),
  parts: z.strictObject({ done: z.number(), of: z.number() }),
  isComplete: z.boolean(),
  findings: z.array(
    z.strictObject({
      invariant: z.string(),
      known: z.string().optional().describe("The defect that Kubernetes has as well."),
      message: z.string(),
      timeMs: z.number().describe("Virtual milliseconds since the run began."),
      schedules: z.number().describe("How many show it."),
      choices: z.array(z.record(z.string(), z.unknown())).describe("The deviations of the first."),
    }),
  ),
  invariants: z
    .array(
      z.strictObject({
        id: z.string(),
        sentence: z.string(),
        armedRuns: z.number().describe("Schedules in which it was armed."),
        armed: z.number(),
        excused: z.number(),
        broken: z.number(),
        held: z.number(),
      }),
    )
    .describe("How often each was put to the test."),
});
