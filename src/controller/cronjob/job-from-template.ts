/** The Job that a CronJob makes for a start (cronjob `utils.go`: `getJobFromTemplate2`; semantics 14, section 8). */

import type { Zone } from "../../api/schedule/zone.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { CronJob, Job, OwnerReference } from "../../api/types.ts";
import type { Draft } from "../calls.ts";

/** Annotation with the time for which a Job was scheduled. */
export const SCHEDULED_TIMESTAMP_ANNOTATION = "batch.kubernetes.io/cronjob-scheduled-timestamp";

const MINUTE_MS = 60_000;
const HOUR_SECONDS = 3600;

/** The name of the Job for a start; two starts within one minute have the same name. */
export function jobNameFor(cronJobName: string, scheduledMs: number): string {
  return `${cronJobName}-${Math.floor(scheduledMs / MINUTE_MS)}`;
}

/** The owner reference that makes a CronJob the controller of a Job. */
export function cronJobReference({ metadata }: CronJob): OwnerReference {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/**
 * The manifest of the Job for a start.
 *
 * @param zone time zone for the annotation with the scheduled time; if absent, there is no annotation
 */
export function jobFromTemplate(cronJob: CronJob, scheduledMs: number, zone: Zone | undefined): Draft<Job> {
  const { namespace, name } = cronJob.metadata;
  const { metadata: template = {}, spec } = cronJob.spec.jobTemplate;
  const scheduled = zone && { [SCHEDULED_TIMESTAMP_ANNOTATION]: formatInZone(scheduledMs, zone) };
  const annotations = { ...template.annotations, ...scheduled };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: jobNameFor(name, scheduledMs),
      namespace,
      ...(template.labels === undefined ? {} : { labels: template.labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [cronJobReference(cronJob)],
    },
    spec,
  };
}

/** RFC 3339 in a time zone, with `Z` if the offset is zero. */
function formatInZone(instantMs: number, zone: Zone): string {
  const offset = zone.offsetAt(instantMs / 1000);
  const local = formatTimestamp(instantMs + offset * 1000);
  if (offset === 0) return local;
  const hours = Math.floor(Math.abs(offset) / HOUR_SECONDS);
  const minutes = Math.floor(Math.abs(offset) / 60) % 60;
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  return `${local.slice(0, -1)}${offset < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(minutes)}`;
}
