/** Schema of `schedule`: where a run differs from what usually happens, as jobsim explore finds it. */

import { z } from "zod";

import { CHOICE_KINDS } from "../simulation/choices/oracle.ts";
import { durationSchema } from "./schema-time.ts";

const choiceSchema = z.strictObject({
  point: z.number().int().min(0).describe("The number of the choice in the run, from 0."),
  kind: z
    .enum(CHOICE_KINDS)
    .describe(
      [
        "order: which event of an instant comes first. delivery: of a watch. write: what happens to it.",
        "start: the first lists of a process. pod: whether somebody deletes it.",
      ].join(" "),
    ),
  option: z
    .number()
    .int()
    .min(1)
    .describe(
      [
        "order: how many events are passed over.",
        "delivery: 1 held with all behind it, 2 the watch lags for a while.",
        "write: 1 error, 2 conflict, 3 lost answer, 4 late, 5 the process dies before it, 6 after it,",
        "7 another process takes over and this one has not noticed.",
        "start: 1 an old list of Jobs, 2 of pods. pod: 1 it is deleted.",
      ].join(" "),
    ),
  at: durationSchema.optional().describe("When the choice comes: what it excuses is excused from then on."),
});

export const scheduleSchema = z
  .strictObject({
    held: durationSchema.describe("How late held deliveries and late writes are, and how old lists."),
    choices: z.array(choiceSchema).describe("What differs from the usual."),
  })
  .meta({ id: "Schedule", description: "Where a run differs from what usually happens; jobsim explore writes it." });

export type ScheduleInput = z.infer<typeof scheduleSchema>;
