/** CronJob controllers that start runs that they should not, miss others, or lose sight of their Jobs. */

import { finishedType } from "../../src/api/finished-job.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { JOB } from "../../src/api/kinds/workloads.ts";
import type { CronJobSpec, CronJobStatus, Job } from "../../src/api/types.ts";
import type { Answer, ObjectRequest, Request } from "../../src/apiserver/requests.ts";
import { controllerOf } from "../../src/controller/job/pod-facts.ts";
import type { Feature, Host, StartControllers } from "../../src/testing/index.ts";
import type { Defect } from "./defect.ts";
import { misreadCronJobs } from "./misread.ts";
import { tamper } from "./tamper.ts";

const FEATURES: readonly Feature[] = ["cronJobs", "failures"];

export const CRON_JOBS: readonly Defect[] = [
  {
    id: "forbid-not-honoured",
    issues: [],
    title: "Under Forbid a CronJob starts a run although the one before is active.",
    seenBy: ["cron-forbid-kept"],
    withinRuns: 100,
    features: FEATURES,
    controllers: misreadSpec(({ concurrencyPolicy }) =>
      concurrencyPolicy === "Forbid" ? { concurrencyPolicy: "Allow" } : {},
    ),
  },
  {
    id: "replaced-job-left",
    issues: [],
    title: "Under Replace the Job before is not deleted.",
    seenBy: ["cron-replace-kept"],
    withinRuns: 200,
    features: FEATURES,
    controllers: tamperDeletes((request, job) => (finishedType(job) === undefined ? pretend(job) : request)),
  },
  {
    id: "suspended-cron-job-runs",
    issues: [],
    title: "A CronJob that was suspended goes on making Jobs.",
    seenBy: ["cron-suspension-kept"],
    withinRuns: 200,
    features: FEATURES,
    controllers: misreadSpec(() => ({ suspend: false })),
  },
  {
    id: "run-made-again",
    issues: [],
    title: "A time of the schedule gets another Job when its first is gone, for nobody remembers it.",
    seenBy: ["cron-made-once"],
    withinRuns: 200,
    features: FEATURES,
    controllers: misreadStatus(({ lastScheduleTime: _, ...status }) => status),
  },
  {
    id: "name-is-no-lock",
    issues: ["120649"],
    title: "Jobs have generated names: after a lost status write a time gets a second one.",
    seenBy: ["cron-made-once"],
    withinRuns: 500,
    features: [...FEATURES, "apiErrors", "crashPoints"],
    controllers: generatedNames(),
  },
  {
    id: "deadline-taken-for-zero",
    issues: [],
    title: "A short starting deadline lets no run through.",
    seenBy: ["cron-none-missed"],
    withinRuns: 200,
    features: FEATURES,
    controllers: misreadSpec(({ startingDeadlineSeconds }) =>
      startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds: 0 },
    ),
  },
  {
    id: "history-never-cleaned",
    issues: ["60403", "64056"],
    title: "Finished Jobs above the history limits stay.",
    seenBy: ["cron-history-kept"],
    withinRuns: 100,
    features: FEATURES,
    controllers: tamperDeletes((request, job) => (finishedType(job) === undefined ? request : pretend(job))),
  },
  {
    id: "history-limit-too-low",
    issues: [],
    title: "A history limit is read one too low, so that a Job goes which should have stayed.",
    seenBy: ["cron-history-kept"],
    withinRuns: 100,
    features: FEATURES,
    controllers: misreadSpec(({ successfulJobsHistoryLimit = 1 }) => ({
      successfulJobsHistoryLimit: Math.max(0, successfulJobsHistoryLimit - 1),
    })),
  },
  {
    id: "newest-history-deleted",
    issues: [],
    title: "Above a history limit the newest Job is deleted in place of the oldest.",
    seenBy: ["cron-history-kept"],
    withinRuns: 300,
    features: FEATURES,
    controllers: tamperDeletes((request, job, host) =>
      finishedType(job) === undefined ? request : { ...request, name: newestLike(job, host).metadata.name },
    ),
  },
  {
    id: "finished-job-stays-active",
    issues: ["108023"],
    title: "A Job that has finished stays on the list of active ones, and under Forbid nothing starts any more.",
    seenBy: ["cron-active-true"],
    withinRuns: 100,
    features: FEATURES,
    controllers: tamperStatus((next, { active = [] }) => ({
      ...next,
      active: [...active, ...(next.active ?? []).filter(({ uid }) => !active.some((one) => one.uid === uid))],
    })),
  },
];

function misreadSpec(read: (spec: CronJobSpec) => Partial<CronJobSpec>): StartControllers {
  return misreadCronJobs((cronJob) => ({ ...cronJob, spec: { ...cronJob.spec, ...read(cronJob.spec) } }));
}

function misreadStatus(read: (status: CronJobStatus) => CronJobStatus): StartControllers {
  return misreadCronJobs((cronJob) => ({ ...cronJob, status: read(cronJob.status) }));
}

type Deletion = Extract<ObjectRequest, { verb: "delete" }>;
type Planned = Request | { readonly answer: Answer };

function tamperDeletes(change: (request: Deletion, job: Job, host: Host) => Planned): StartControllers {
  return tamper(
    {
      request: (request, host) => {
        if (request.resource !== "objects" || request.verb !== "delete") return request;
        const job = host.server.jobs.jobs.get(request.namespace, request.name);
        return job === undefined ? request : change(request, job, host);
      },
    },
    "cronjob-controller",
  );
}

/** The answer to a deletion that nobody asked the server for. */
function pretend(job: Job): { readonly answer: Answer } {
  return { answer: { ok: true, object: job } };
}

/** The Job of the same CronJob that ended like another, and started last. */
function newestLike(job: Job, { server }: Host): Job {
  const uid = controllerOf(job)?.uid;
  const alike = [...server.jobs.jobs].filter(
    (one) => controllerOf(one)?.uid === uid && finishedType(one) === finishedType(job),
  );
  const startOf = ({ status }: Job) => status.startTime ?? "";
  return alike.reduce((newest, one) => (startOf(one) > startOf(newest) ? one : newest), job);
}

function tamperStatus(change: (next: CronJobStatus, stored: CronJobStatus) => CronJobStatus): StartControllers {
  return tamper(
    {
      request: (request, { server }) => {
        if (request.resource !== "objects" || request.verb !== "updateStatus") return request;
        const { namespace, name, object } = request;
        const stored = server.objects.get(CRON_JOB, namespace, name);
        if (stored === undefined || !hasStatus(object)) return request;
        return { ...request, object: { ...object, status: change(object.status, stored.status) } };
      },
    },
    "cronjob-controller",
  );
}

function generatedNames(): StartControllers {
  return (host) => {
    let made = 0;
    return tamper(
      {
        request: (request) => {
          if (request.resource !== "objects" || request.verb !== "create" || request.of.resource !== JOB.resource) {
            return request;
          }
          const { manifest } = request;
          if (!isNamed(manifest)) return request;
          made++;
          const { metadata } = manifest;
          return { ...request, manifest: { ...manifest, metadata: { ...metadata, name: `${metadata.name}-${made}` } } };
        },
      },
      "cronjob-controller",
    )(host);
  };
}

function hasStatus(object: object): object is { readonly status: CronJobStatus } {
  return "status" in object;
}

function isNamed(manifest: object): manifest is { readonly metadata: { readonly name: string } } {
  return "metadata" in manifest;
}
