/** Actions of users on CronJobs. */

import type { JsonObject } from "../../api/json.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import type { Propagation } from "../../apiserver/requests.ts";
import { requests } from "../../controller/calls.ts";
import { manualJob } from "../../controller/cronjob/manual-job.ts";
import type { JobRef } from "../refs.ts";
import type { ActionKinds } from "./action.ts";

/** Actions on CronJobs, by name. */
export interface CronJobActions {
  readonly createCronJob: { readonly manifest: JsonObject };
  /** A strategic merge patch, such as `{ spec: { suspend: true } }`. */
  readonly patchCronJob: { readonly cronJob: JobRef; readonly patch: JsonObject };
  readonly deleteCronJob: { readonly cronJob: JobRef; readonly propagation: Propagation };
  /** `kubectl create job NAME --from=cronjob/…`. */
  readonly createJobFrom: { readonly cronJob: JobRef; readonly name: string };
}

export const CRON_JOB_ACTIONS: ActionKinds<CronJobActions> = {
  createCronJob: {
    perform: ({ server }, { manifest }) => {
      server.execute({ resource: "objects", of: CRON_JOB, verb: "create", namespace: "", manifest }, "user");
    },
  },
  patchCronJob: {
    perform: ({ server }, { cronJob: { namespace, name }, patch }) => {
      server.execute(requests.patch(CRON_JOB, namespace, name, { type: "strategic", body: patch }), "user");
    },
  },
  deleteCronJob: {
    perform: ({ server }, { cronJob: { namespace, name }, propagation }) => {
      server.execute(requests.delete(CRON_JOB, namespace, name, { propagation }), "user");
    },
  },
  createJobFrom: {
    perform: ({ server }, { cronJob: { namespace, name }, name: jobName }) => {
      const cronJob = server.objects.get(CRON_JOB, namespace, name);
      if (cronJob !== undefined) server.jobs.create(manualJob(cronJob, jobName, server.jobs.switches), "user");
    },
  },
};
