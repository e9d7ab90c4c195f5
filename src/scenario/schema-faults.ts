/** Schema of `faults` and `watchLag`: a control plane that does not work as it should. */

import { z } from "zod";

import { durationSchema, whenOtherType } from "./schema-time.ts";

export const faultSchema = z
  .strictObject(
    {
      from: durationSchema.describe("When it begins, counted from the start of the run."),
      for: durationSchema.describe("How long it lasts."),
      verb: z.enum(["create", "update", "patch", "delete"]).describe("What fails: create, update, patch or delete."),
      resource: z.enum(["jobs", "pods"]).describe("Of what: jobs (their status) or pods."),
      error: z
        .enum(["internal", "conflict", "notfound", "forbidden", "timeout"])
        .describe("The answer: internal, conflict, notfound, forbidden (an exceeded quota) or timeout."),
    },
    {
      error: whenOtherType(
        "must be a map, for example {from: 0s, for: 20s, verb: create, resource: pods, error: forbidden}",
      ),
    },
  )
  .meta({ id: "ApiFault", description: "Requests of the Job controller that fail for a while, without effect." });

export const quotaSchema = z
  .strictObject(
    {
      name: z.string().min(1).optional().describe("Its name in messages; quota where absent."),
      pods: z
        .number()
        .int()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe("How many pods that have not ended there may be, for controllers alone. Give either pods or hard."),
      hard: z
        .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
        .optional()
        .describe(
          'What there may be in all, by name, as in a ResourceQuota: {requests.cpu: "8", requests.nvidia.com/gpu: 16, pods: 10, count/jobs.batch: 3}.',
        ),
      namespace: z.string().min(1).optional().describe("Where; in each namespace for itself where absent."),
      from: durationSchema.optional().describe("When it begins, counted from the start of the run; 0s where absent."),
      for: durationSchema.optional().describe("How long it lasts; for ever where absent."),
    },
    { error: whenOtherType("must be a map, for example {pods: 10, from: 0s, for: 5m}") },
  )
  .meta({ id: "Quota", description: "A ResourceQuota: what goes beyond it cannot be created meanwhile." });

export const watchLagSchema = z
  .strictObject(
    {
      jobs: durationSchema.optional().describe("How late the controllers see changes of Jobs; 0s where absent."),
      pods: durationSchema.optional().describe("How late the controllers see changes of pods; 0s where absent."),
    },
    { error: whenOtherType("must be a map, for example {jobs: 1s, pods: 500ms}") },
  )
  .meta({ id: "WatchLag", description: "How far the caches of the controllers are behind." });

export type FaultInput = z.infer<typeof faultSchema>;
export type QuotaInput = z.infer<typeof quotaSchema>;
export type WatchLagInput = z.infer<typeof watchLagSchema>;
