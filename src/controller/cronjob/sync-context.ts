/** State that the steps of one sync of a CronJob share. */

import type { CronJob, Job } from "../../api/types.ts";
import type { EventType } from "../event-recorder.ts";
import type { CronJobEnvironment } from "./environment.ts";
import { CronJobStatusDraft } from "./status-draft.ts";

export interface CronSyncContext {
  readonly env: CronJobEnvironment;
  readonly namespace: string;
  readonly name: string;
  /** The Jobs in the cache when the sync began. */
  readonly jobs: readonly Job[];
  /** What will be written: the CronJob from the cache, with the changes. */
  readonly written: CronJobStatusDraft;
  /** What decisions are based on: `written`, or a fresh read from the API, whose changes are then not written. */
  current: CronJobStatusDraft;
  mustWrite: boolean;
}

export function openContext(env: CronJobEnvironment, cronJob: CronJob): CronSyncContext {
  const { namespace, name } = cronJob.metadata;
  const draft = new CronJobStatusDraft(cronJob);
  const jobs = [...env.jobsOf(namespace, name)];
  return { env, namespace, name, jobs, written: draft, current: draft, mustWrite: false };
}

/** Records an Event about the CronJob. */
export function recordEvent({ env, current }: CronSyncContext, type: EventType, reason: string, message: string): void {
  env.recordEvent(current.cronJob, type, reason, message);
}
