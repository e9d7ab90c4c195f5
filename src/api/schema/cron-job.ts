/** A CronJob (batch/v1). */
import { list, optional, pointer, required, type TypeTable } from "./field.ts";

export const cronJobTypes = {
  CronJob: {
    apiVersion: optional("string", "Always batch/v1."),
    kind: optional("string", "Always CronJob."),
    metadata: required("ObjectMeta", "Name, labels and what the server knows of every object."),
    spec: required("CronJobSpec", "When Jobs are made, of what kind, and what becomes of them."),
    status: required("CronJobStatus", "What the controller wrote last; only the status subresource writes it."),
  },
  CronJobSpec: {
    schedule: required("string", "Minute, hour, day of month, month, day of week; or @hourly and the like."),
    timeZone: pointer("string", "Zone of the schedule, such as Europe/Berlin; that of the controller where absent."),
    startingDeadlineSeconds: pointer("int64", "How late a run may begin, from 0; no limit where absent."),
    concurrencyPolicy: optional("string", "Allow, Forbid or Replace, for a run whose forerunner is still there."),
    suspend: pointer("bool", "While true no run begins; false where absent."),
    jobTemplate: required("JobTemplateSpec", "The Jobs to create."),
    successfulJobsHistoryLimit: pointer("int32", "How many Jobs that succeeded are kept, from 0; 3 where absent."),
    failedJobsHistoryLimit: pointer("int32", "How many Jobs that failed are kept, from 0; 1 where absent."),
  },
  JobTemplateSpec: {
    metadata: required("ObjectMeta", "Labels and annotations of the Jobs; everything else is ignored."),
    spec: required("JobSpec", "The spec of the Jobs."),
  },
  CronJobStatus: {
    active: list("ObjectReference", { doc: "The Jobs that run." }),
    lastScheduleTime: pointer("timestamp", "The time for which a Job was made last."),
    lastSuccessfulTime: pointer("timestamp", "When a Job completed last."),
  },
  ObjectReference: {
    kind: optional("string"),
    namespace: optional("string"),
    name: optional("string"),
    uid: optional("string"),
    apiVersion: optional("string"),
    resourceVersion: optional("string"),
    fieldPath: optional("string"),
  },
} as const satisfies TypeTable;
