/** The status of a CronJob while a sync works on it. */

import type { Mutable } from "../../api/mutable.ts";
import type { CronJob, CronJobStatus, Job, ObjectReference, Timestamp } from "../../api/types.ts";

export class CronJobStatusDraft {
  /** The CronJob as it was read. */
  readonly cronJob: CronJob;
  /** In the order of creation. */
  active: readonly ObjectReference[];
  lastScheduleTime: Timestamp | undefined;
  lastSuccessfulTime: Timestamp | undefined;

  constructor(cronJob: CronJob) {
    this.cronJob = cronJob;
    const { active = [], lastScheduleTime, lastSuccessfulTime } = cronJob.status;
    this.active = active;
    this.lastScheduleTime = lastScheduleTime;
    this.lastSuccessfulTime = lastSuccessfulTime;
  }

  isActive(uid: string): boolean {
    return this.active.some((reference) => reference.uid === uid);
  }

  isActiveByName(name: string): boolean {
    return this.active.some((reference) => reference.name === name);
  }

  remove(uid: string | undefined): void {
    this.active = this.active.filter((reference) => reference.uid !== uid);
  }

  add({ apiVersion, kind, metadata }: Job): void {
    const { namespace, name, uid, resourceVersion } = metadata;
    this.active = [...this.active, { kind, namespace, name, uid, apiVersion, resourceVersion }];
  }

  /** The CronJob with the current draft of its status. */
  result(): CronJob {
    const { active, lastScheduleTime, lastSuccessfulTime } = this;
    const status: Mutable<CronJobStatus> = {};
    if (active.length > 0) status.active = active;
    if (lastScheduleTime !== undefined) status.lastScheduleTime = lastScheduleTime;
    if (lastSuccessfulTime !== undefined) status.lastSuccessfulTime = lastSuccessfulTime;
    const { apiVersion, kind, metadata, spec } = this.cronJob;
    return { apiVersion, kind, metadata, spec, status };
  }
}
