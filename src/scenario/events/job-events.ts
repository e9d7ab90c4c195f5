/** Events about Jobs, some of which apply to CronJobs as well. */

import { z } from "zod";
import type { JsonObject } from "../../api/json.ts";
import type { JobActions } from "../../simulation/actions/job-actions.ts";
import { formatDuration } from "../duration.ts";
import { type DurationInput, durationSchema } from "../schema-time.ts";
import type { EventContext } from "./event-context.ts";
import { type ActionWriters, type EventEffect, eventKind } from "./event-kind.ts";
import { at, jobName as job } from "./parts.ts";
import { jobText } from "./written-names.ts";

/** Of a Job or of a CronJob. */
function patched(
  context: EventContext,
  when: DurationInput,
  name: string | undefined,
  patch: JsonObject,
): readonly EventEffect[] {
  const atMs = context.durationMs("at", when);
  const { kind, ref } = context.jobOrCronJob(name);
  if (kind === "Job") return [{ atMs, op: "patchJob", job: ref, patch }];
  return [{ atMs, op: "patchCronJob", cronJob: ref, patch }];
}

const patch = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("patch").describe("Changes the Job or CronJob, as kubectl patch does."),
      job,
      patch: z
        .record(z.string(), z.unknown())
        .describe("Strategic merge patch, for example {spec: {parallelism: 8}}; null removes a field."),
    })
    .describe("A user patches the Job or CronJob."),
  (event, context) => patched(context, event.at, event.job, event.patch),
);

const suspend = eventKind(
  z
    .strictObject({ at, action: z.literal("suspend").describe("Sets spec.suspend to true."), job })
    .describe("A user suspends the Job: its pods are deleted."),
  ({ at: when, job: name }, context) => patched(context, when, name, { spec: { suspend: true } }),
);

const resume = eventKind(
  z
    .strictObject({ at, action: z.literal("resume").describe("Sets spec.suspend to false."), job })
    .describe("A user resumes the Job."),
  ({ at: when, job: name }, context) => patched(context, when, name, { spec: { suspend: false } }),
);

const deletion = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("delete").describe("Deletes the Job or CronJob."),
      job,
      propagation: z
        .enum(["Background", "Foreground", "Orphan"])
        .optional()
        .describe("What happens to its pods, or Jobs; Background if absent, as with kubectl delete."),
    })
    .describe("A user deletes the Job."),
  (event, context) => {
    const atMs = context.durationMs("at", event.at);
    const { propagation = "Background" } = event;
    const { kind, ref } = context.jobOrCronJob(event.job);
    if (kind === "Job") return [{ atMs, op: "deleteJob", job: ref, propagation }];
    return [{ atMs, op: "deleteCronJob", cronJob: ref, propagation }];
  },
);

const putStatus = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("putStatus").describe("Replaces the status of the Job, as a PUT of its status does."),
      job,
      status: z.record(z.string(), z.unknown()).describe("The whole status, for example {active: 1, failed: 2}."),
    })
    .describe("A user writes the status of a Job."),
  (event, context) => [
    { atMs: context.durationMs("at", event.at), op: "putJobStatus", job: context.job(event.job), status: event.status },
  ],
);

const recreate = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("recreate").describe("Deletes the Job, and creates it again as it was written."),
      job,
      down: durationSchema.optional().describe("From the deletion to the new Job; 0s if absent."),
    })
    .describe("A user deletes a Job and creates it again under its name."),
  (event, context) => [
    {
      atMs: context.durationMs("at", event.at),
      op: "recreateJob",
      job: context.job(event.job),
      downMs: context.durationMs("down", event.down),
    },
  ],
);

const create = eventKind(
  z
    .strictObject({
      at,
      action: z
        .literal("create")
        .describe("Creates a Job. Unlike those of jobs, it is created in the order of events."),
      manifest: z
        .record(z.string(), z.unknown())
        .describe("The manifest of a Job or CronJob (apiVersion batch/v1), as it would be given to kubectl."),
    })
    .describe("A user creates a Job."),
  (event, context) => [
    {
      atMs: context.durationMs("at", event.at),
      op: event.manifest.kind === "CronJob" ? "createCronJob" : "createJob",
      manifest: event.manifest,
    },
  ],
);

/** Events about Jobs, by their actions. */
export const JOB_EVENTS = { patch, suspend, resume, delete: deletion, putStatus, recreate, create } as const;

export const JOB_WRITERS: ActionWriters<keyof JobActions> = {
  createJob: ({ manifest }) => ({ action: "create", manifest }),
  patchJob: ({ job: ref, patch: change }) => ({ action: "patch", job: jobText(ref), patch: change }),
  deleteJob: ({ job: ref, propagation }) => ({ action: "delete", job: jobText(ref), propagation }),
  putJobStatus: ({ job: ref, status }) => ({ action: "putStatus", job: jobText(ref), status }),
  recreateJob: ({ job: ref, downMs }) => ({ action: "recreate", job: jobText(ref), down: formatDuration(downMs) }),
};
