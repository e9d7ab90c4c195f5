/** Schema of `expect`: what the run must do. */

import { z } from "zod";

import { HAPPENINGS, RUN_HAPPENINGS } from "./expectation.ts";
import { NUMBER_RANGE_HINT } from "./number-range.ts";
import { durationSchema, whenOtherType } from "./schema-time.ts";

const rangeSchema = (description: string) =>
  z
    .union([z.number().nonnegative(), z.string()], { error: `must be ${NUMBER_RANGE_HINT}` })
    .optional()
    .describe(`${description} A number, or text such as "<= 7", "> 0" or "5..8".`);

const counter = (name: string) => rangeSchema(`A status write that changes ${name} to such a number.`);

const matchSchema = z
  .strictObject(
    {
      condition: z
        .string()
        .min(1)
        .optional()
        .describe("A condition that changes, for example FailureTarget or Suspended=False; True by default."),
      reason: z.string().min(1).optional().describe("Reason of the condition, or of the refusal."),
      event: z.string().min(1).optional().describe("Reason of a Kubernetes Event, for example BackoffLimitExceeded."),
      message: z.string().min(1).optional().describe("Part of the message of the condition, Event or refusal."),
      happens: z.enum(HAPPENINGS).optional().describe("What happens, in one word."),
      active: counter("active"),
      ready: counter("ready"),
      terminating: counter("terminating"),
      succeeded: counter("succeeded"),
      failed: counter("failed"),
    },
    { error: whenOtherType("must be a map, for example {condition: FailureTarget}") },
  )
  .meta({ id: "TransitionMatch", description: "A transition that has everything that is given; at least one key." });

const neverSchema = z.union([matchSchema, z.enum(RUN_HAPPENINGS)]);

const percentile = (percent: number) =>
  z
    .string()
    .optional()
    .describe(
      `The ${percent}th percentile of the makespan, for example "<= 2h". Broken if its 95% interval lies outside.`,
    );

export const expectSchema = z
  .strictObject({
    job: z
      .string()
      .min(1)
      .optional()
      .describe('Name of the Job, or "*" for each of them; may be left out if the scenario has only one Job.'),
    cronJob: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Name of the CronJob whose runs are expected; may be left out if the scenario has only one CronJob and no Job.",
      ),
    runs: rangeSchema("How many Jobs are created for scheduled times of a CronJob."),
    completeRuns: rangeSchema("How many of them complete."),
    failedRuns: rangeSchema("How many of them fail."),
    skipped: rangeSchema("How many scheduled times get no Job because one is active and the policy is Forbid."),
    missed: rangeSchema(
      "How many scheduled times get no Job for a reason other than Forbid and suspension: no controller, the starting deadline, a later time, a refusal.",
    ),
    replaced: rangeSchema("How many Jobs are deleted unfinished for the next one, under Replace."),
    overlaps: rangeSchema("How many Jobs are created while another of the CronJob is unfinished."),
    lateBy: z
      .string()
      .optional()
      .describe('How late the Job of a time of the schedule may come at most, for example "<= 1m".'),
    condition: z
      .enum(["Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"])
      .optional()
      .describe("A condition that the Job must have, with status True, at the end."),
    reason: z.string().min(1).optional().describe("Reason of that condition, for example BackoffLimitExceeded."),
    within: durationSchema
      .optional()
      .describe("The condition is set at most this long after the creation of the Job. Goes with condition."),
    notBefore: durationSchema
      .optional()
      .describe("The condition is set at least this long after the creation of the Job. Goes with condition."),
    outcome: z
      .enum(["Complete", "Failed", "Suspended", "Running", "Deleted"])
      .optional()
      .describe("The state of the Job at the end; Running means neither finished nor suspended."),
    refused: z
      .string()
      .min(1)
      .optional()
      .describe("The API server refuses the Job when it is created; part of its message."),
    pods: rangeSchema("How many pods the Job controller creates."),
    succeeded: rangeSchema("How many pods are counted as succeeded."),
    failed: rangeSchema("How many pods are counted as failed."),
    ignored: rangeSchema("How many failed pods the pod failure policy ignores."),
    retries: rangeSchema("How many pods are created in place of one that failed."),
    podSeconds: rangeSchema("Seconds from being bound to their end, of all pods together."),
    wastedPodSeconds: rangeSchema("The part of podSeconds that was wasted: pods that did not count as succeeded."),
    completedIndexes: z.string().optional().describe('Indexes that are completed at the end, for example "0-2,5".'),
    failedIndexes: z.string().optional().describe("Indexes that are failed at the end."),
    order: z
      .array(matchSchema)
      .min(2)
      .optional()
      .describe("Transitions that occur in this order, possibly with others in between."),
    seeds: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe("Plays the scenario with this many seeds, from 1 on; only for complete and p50 to p99."),
    complete: z
      .string()
      .optional()
      .describe(
        'How likely all Jobs complete, for example ">= 99%". Broken if the 95% interval of the share lies outside.',
      ),
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    never: z
      .union([neverSchema, z.array(neverSchema)])
      .optional()
      .describe(
        `A transition that must not occur, or a list of them. For a CronJob: ${RUN_HAPPENINGS.slice(0, -1).join(", ")} or ${RUN_HAPPENINGS.at(-1)}.`,
      ),
  })
  .meta({
    id: "Expectation",
    description: "What is expected of a Job or a CronJob. Everything that is given must hold.",
  });

export type ExpectInput = z.infer<typeof expectSchema>;
export type TransitionMatchInput = z.infer<typeof matchSchema>;
