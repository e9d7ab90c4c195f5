/** Events about Jobs. */

import { z } from "zod";
import type { JobActions } from "../../simulation/actions/job-actions.ts";
import { formatDuration } from "../duration.ts";
import { durationSchema } from "../schema-time.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at, jobName as job } from "./parts.ts";
import { jobText } from "./written-names.ts";

const patch = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("patch").describe("Changes the Job, as kubectl patch does."),
      job,
      patch: z
        .record(z.string(), z.unknown())
        .describe("Strategic merge patch, for example {spec: {parallelism: 8}}; null removes a field."),
    })
    .describe("A user patches the Job."),
  (event, context) => [
    { atMs: context.durationMs("at", event.at), op: "patchJob", job: context.job(event.job), patch: event.patch },
  ],
);

const suspend = eventKind(
  z
    .strictObject({ at, action: z.literal("suspend").describe("Sets spec.suspend to true."), job })
    .describe("A user suspends the Job: its pods are deleted."),
  ({ at: when, job: name }, context) => [
    {
      atMs: context.durationMs("at", when),
      op: "patchJob",
      job: context.job(name),
      patch: { spec: { suspend: true } },
    },
  ],
);

const resume = eventKind(
  z
    .strictObject({ at, action: z.literal("resume").describe("Sets spec.suspend to false."), job })
    .describe("A user resumes the Job."),
  ({ at: when, job: name }, context) => [
    {
      atMs: context.durationMs("at", when),
      op: "patchJob",
      job: context.job(name),
      patch: { spec: { suspend: false } },
    },
  ],
);

const deletion = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("delete").describe("Deletes the Job."),
      job,
      propagation: z
        .enum(["Background", "Foreground", "Orphan"])
        .optional()
        .describe("What becomes of its pods; Background where absent, as with kubectl delete."),
    })
    .describe("A user deletes the Job."),
  (event, context) => [
    {
      atMs: context.durationMs("at", event.at),
      op: "deleteJob",
      job: context.job(event.job),
      propagation: event.propagation ?? "Background",
    },
  ],
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
      down: durationSchema.optional().describe("From the deletion to the new Job; 0s where absent."),
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
        .describe("Creates a Job. Others than those of jobs, it comes in the order of events."),
      manifest: z
        .record(z.string(), z.unknown())
        .describe("The manifest of a Job (apiVersion batch/v1), as it would be given to kubectl."),
    })
    .describe("A user creates a Job."),
  (event, context) => [{ atMs: context.durationMs("at", event.at), op: "createJob", manifest: event.manifest }],
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
