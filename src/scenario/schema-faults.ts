/** Schema of `faults` and `watchLag`: a control plane that misbehaves. */

import { z } from "zod";

import { durationSchema, whenOtherType } from "./schema-time.ts";

const apiFaultSchema = z
  .strictObject(
    {
      from: durationSchema.describe("When it begins, counted from the start of the run."),
      for: durationSchema.describe("How long it lasts."),
      verb: z
        .enum(["get", "list", "create", "update", "patch", "delete"])
        .describe("What fails: get, list, create, update, patch or delete."),
      resource: z
        .string()
        .min(1)
        .describe("The resource: jobs, pods, or another one by its plural name: configmaps, widgets.example.com."),
      error: z
        .enum(["internal", "conflict", "notfound", "forbidden", "timeout"])
        .describe("The answer: internal, conflict, notfound, forbidden (an exceeded quota) or timeout."),
      message: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Its words, for example those of a webhook: admission webhook "policy.example.com" denied the request: no owner. As Kubernetes has them if absent.',
        ),
    },
    {
      error: whenOtherType(
        "must be a map, for example {from: 0s, for: 20s, verb: create, resource: pods, error: forbidden}",
      ),
    },
  )
  .meta({ id: "ApiFault", description: "Requests of the controllers that fail for a while, without effect." });

const refusalSchema = z
  .strictObject({
    refuse: z.enum(["pods", "jobs"]).describe("What cannot be created in the meantime: pods or jobs."),
    message: z
      .string()
      .min(1)
      .describe(
        'The whole answer in the words of the cluster, for example: admission webhook "policy.example.com" denied the request: no image from this registry.',
      ),
    namespace: z.string().min(1).optional().describe("Its namespace; everywhere if absent."),
    from: durationSchema.optional().describe("When it begins, counted from the start of the run; 0s if absent."),
    for: durationSchema.optional().describe("How long it lasts; forever if absent."),
  })
  .meta({ id: "Refusal", description: "A webhook, PodSecurity or another policy that refuses new objects." });

export const faultSchema = z.union([apiFaultSchema, refusalSchema]);

const scopeSelectorSchema = z
  .strictObject({
    matchExpressions: z
      .array(
        z.strictObject({
          scopeName: z
            .enum([
              "PriorityClass",
              "Terminating",
              "NotTerminating",
              "BestEffort",
              "NotBestEffort",
              "CrossNamespacePodAffinity",
            ])
            .describe("What is matched, for example PriorityClass."),
          operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]).describe("In, NotIn, Exists or DoesNotExist."),
          values: z.array(z.string()).optional().describe("Names of priority classes, for In and NotIn."),
        }),
      )
      .describe("Requirements, all of which a pod must meet."),
  })
  .meta({ id: "ScopeSelector", description: "As scopeSelector of a ResourceQuota." });

export const quotaSchema = z
  .strictObject(
    {
      name: z.string().min(1).optional().describe("Its name in messages; quota if absent."),
      pods: z
        .number()
        .int()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe("Maximum number of unfinished pods, for controllers only. Give either pods or hard."),
      hard: z
        .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
        .optional()
        .describe(
          'What there may be in all, by name, as in a ResourceQuota: {requests.cpu: "8", requests.nvidia.com/gpu: 16, pods: 10, count/jobs.batch: 3}.',
        ),
      scopes: z
        .array(z.enum(["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity"]))
        .optional()
        .describe("Which pods count: Terminating, NotTerminating, BestEffort, NotBestEffort; all if absent."),
      scopeSelector: scopeSelectorSchema.optional().describe("Which pods count, by the class of their priority."),
      namespace: z.string().min(1).optional().describe("Its namespace; if absent, one such quota in each namespace."),
      from: durationSchema.optional().describe("When it begins, counted from the start of the run; 0s if absent."),
      for: durationSchema.optional().describe("How long it lasts; forever if absent."),
    },
    { error: whenOtherType("must be a map, for example {pods: 10, from: 0s, for: 5m}") },
  )
  .meta({ id: "Quota", description: "A ResourceQuota: what exceeds it cannot be created in the meantime." });

const amounts = (description: string) =>
  z
    .record(z.string(), z.union([z.number().nonnegative(), z.string()]))
    .optional()
    .describe(description);

export const limitRangeSchema = z
  .strictObject({
    name: z.string().min(1).optional().describe("Its name; limits if absent."),
    namespace: z.string().min(1).optional().describe("Its namespace; everywhere if absent."),
    limits: z
      .array(
        z.strictObject({
          type: z.enum(["Container", "Pod"]).describe("What is limited: each Container, or the Pod as a whole."),
          default: amounts("Limits of containers that have none, for example {cpu: 500m}."),
          defaultRequest: amounts("Requests of containers that have none."),
          min: amounts("The least that must be requested."),
          max: amounts("The most that may be requested."),
          maxLimitRequestRatio: amounts("The highest ratio of limit to request."),
        }),
      )
      .min(1)
      .describe("Defaults and bounds, as spec.limits of a LimitRange."),
  })
  .meta({
    id: "LimitRange",
    description: "Defaults for containers that specify too little, and the bounds for what they may specify.",
  });

const PRIORITY = z.number().int().min(-2_147_483_648).max(1_000_000_000);

/** A class with all that may be said of it. */
export const priorityClassFields = z
  .strictObject({
    value: PRIORITY.describe("The priority of its pods."),
    globalDefault: z.boolean().optional().describe("Whether pods that name no class are of this one."),
    preemptionPolicy: z
      .enum(["PreemptLowerPriority", "Never"])
      .optional()
      .describe("Whether its pods drive others away; PreemptLowerPriority if absent."),
  })
  .meta({ id: "PriorityClass", description: "A class of pods." });

export const priorityClassSchema = z.union([PRIORITY, priorityClassFields]);

export const watchLagSchema = z
  .strictObject(
    {
      jobs: durationSchema.optional().describe("How late the controllers see changes of Jobs; 0s if absent."),
      pods: durationSchema.optional().describe("How late the controllers see changes of pods; 0s if absent."),
    },
    { error: whenOtherType("must be a map, for example {jobs: 1s, pods: 500ms}") },
  )
  .meta({ id: "WatchLag", description: "How far the caches of the controllers lag." });

export type FaultInput = z.infer<typeof faultSchema>;
export type LimitRangeInput = z.infer<typeof limitRangeSchema>;
export type QuotaInput = z.infer<typeof quotaSchema>;
export type WatchLagInput = z.infer<typeof watchLagSchema>;
