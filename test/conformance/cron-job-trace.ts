/** Reads from the log of a run what a recording holds of a CronJob. */

import { isFinished } from "../../src/api/finished-job.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import type { CronJob, CronJobStatus, Job, ObjectMeta } from "../../src/api/types.ts";
import {
  isCommitOf,
  type JobCommit,
  type KindCommit,
  type LogEntry,
  type RequestEntry,
} from "../../src/apiserver/log.ts";
import { controllerOf } from "../../src/controller/job/pod-facts.ts";
import { apiVerbOf } from "../../src/simulation/faults/api-faults.ts";
import type { CronJobExpectation } from "./cron-job-vector.ts";
import type { PlayedCronJob } from "./play-cron-job.ts";
import type { TraceRecord } from "./trace-vector.ts";
import { isRecord } from "./vectors.ts";

const ERRORS = {
  InternalError: "internal",
  Conflict: "conflict",
  NotFound: "notfound",
  Forbidden: "forbidden",
} as const;
const DELETERS: Readonly<Record<string, string>> = {
  "cronjob-controller": "cronjob",
  user: "user",
  "ttl-controller": "ttl",
  "garbage-collector": "gc",
};

/** Everything that is compared of a run. */
export function cronJobTraceOf(played: PlayedCronJob): CronJobExpectation {
  const reader = new CronJobTraceReader(played);
  for (const entry of played.simulation.log.entries) reader.read(entry);
  return reader.result();
}

class CronJobTraceReader {
  readonly #played: PlayedCronJob;
  readonly #trace: TraceRecord[] = [];
  readonly #refused: TraceRecord[] = [];
  readonly #cluster: TraceRecord[] = [];
  readonly #events: TraceRecord[] = [];

  #generation: number | undefined;

  constructor(played: PlayedCronJob) {
    this.#played = played;
  }

  read(entry: LogEntry): void {
    const t = entry.timeMs;
    if (entry.kind === "process") {
      this.#trace.push({ k: entry.change === "stopped" ? "controllerStop" : "controllerStart", t });
    } else if (entry.kind === "event") {
      const { type, reason, message } = entry;
      if (entry.regarding.kind === "CronJob") this.#events.push({ k: "event", t, type, reason, message });
    } else if (entry.kind === "request") this.#readRequest(entry, t);
    else if (isCommitOf(CRON_JOB, entry)) this.#readCronJob(entry, t);
    else if (entry.kind === "commit" && entry.resource === "jobs") this.#readJob(entry, t);
  }

  result(): CronJobExpectation {
    const { simulation, scenario } = this.#played;
    const { namespace, name } = scenario.cronJob.metadata;
    const cronJob = simulation.server.objects.get(CRON_JOB, namespace, name);
    return {
      trace: this.#trace,
      refused: this.#refused,
      cluster: this.#cluster,
      events: this.#events,
      finalStatus: cronJob === undefined ? null : statusOf(cronJob.status),
      jobsLeft: Array.from(simulation.server.jobs.jobs, describeJob),
    };
  }

  #readCronJob({ type, verb, actor, object }: KindCommit<CronJob>, t: number): void {
    this.#generation = object.metadata.generation;
    if (type === "ADDED") this.#trace.push({ k: "cronJobCreate", t });
    else if (verb === "patch" && actor === "user")
      this.#trace.push({ k: "cronJobPatch", t, generation: object.metadata.generation });
    else if (verb === "updateStatus") this.#trace.push({ k: "status", t, status: statusOf(object.status) });
    else if (verb === "delete")
      this.#trace.push({ k: "cronJobDelete", t, propagation: propagationOf(object.metadata) });
    if (type === "DELETED") this.#cluster.push({ k: "cronJobGone", t });
  }

  #readJob({ type, verb, actor, object, previous }: JobCommit, t: number): void {
    const job = object.metadata.name;
    if (type === "ADDED") this.#readJobCreate(object, actor, t);
    else if (verb === "patch" && actor === "user") this.#trace.push({ k: "jobPatchByUser", t, job });
    else if (verb === "delete" && previous?.metadata.deletionTimestamp === undefined) {
      this.#cluster.push({ k: "jobDelete", t, job, by: DELETERS[actor] });
      if (actor === "cronjob-controller") this.#trace.push({ k: "jobDelete", t, job });
      if (actor === "user") this.#trace.push({ k: "jobDeleteByUser", t, job });
    }
    if (type === "MODIFIED" && isFinished(object) && previous !== undefined && !isFinished(previous)) {
      this.#cluster.push({ k: "jobFinished", t, job, condition: conditionOf(object) });
    }
    if (type === "DELETED") this.#cluster.push({ k: "jobGone", t, job });
  }

  #readJobCreate(object: Job, actor: string, t: number): void {
    const job = object.metadata.name;
    if (actor !== "cronjob-controller") {
      this.#trace.push({ k: "jobCreateByUser", t, job });
      return;
    }
    const sent = this.#played.sent.get(object.metadata.uid)?.metadata;
    const { labels = {}, annotations = {} } = isRecord(sent) ? sent : {};
    const owner = controllerOf(object)?.name;
    const image = object.spec.template.spec.containers[0]?.image;
    this.#trace.push({ k: "jobCreate", t, job, owner, labels, annotations, image });
  }

  #readRequest(entry: RequestEntry, t: number): void {
    if (entry.actor === "user") this.#readUserRequest(entry, t);
    if (entry.actor !== "cronjob-controller") return;
    const { verb, name, error } = entry;
    const resource = shortName(entry.resource);
    if (entry.injected === true && error !== undefined) this.#readInjected(entry, t);
    else if (resource === "jobs" && error !== undefined) {
      const job = name;
      if (verb === "create") this.#refused.push({ k: "jobCreateRefused", t, job, reason: error.reason });
      if (verb === "delete") this.#refused.push({ k: "jobDeleteRefused", t, job, reason: error.reason });
    } else if (verb === "updateStatus") {
      const kinds: Readonly<Record<string, string>> = { Conflict: "conflict", NotFound: "statusNotFound" };
      this.#refused.push({ k: error === undefined ? "statusUnchanged" : (kinds[error.reason] ?? error.reason), t });
    }
  }

  #readInjected({ verb, name, error, ...entry }: RequestEntry, t: number): void {
    const resource = shortName(entry.resource);
    if (error === undefined) return;
    const kind = error.isNamespaceTerminating === true ? "terminating" : ERRORS[error.reason as keyof typeof ERRORS];
    const record = { k: "apiError", t, verb: apiVerbOf(verb) ?? "get", resource, error: kind };
    this.#refused.push(resource === "jobs" ? { ...record, job: name } : record);
  }

  #readUserRequest({ verb, name, error, ...entry }: RequestEntry, t: number): void {
    const resource = shortName(entry.resource);
    if (resource === "jobs") {
      if (verb === "create") this.#trace.push({ k: "jobCreateByUserRefused", t, job: name });
      else if (verb === "patch") this.#trace.push({ k: "jobPatchByUser", t, job: name });
      else if (verb === "delete" && error === undefined) this.#trace.push({ k: "jobDeleteByUser", t, job: name });
      return;
    }
    if (verb === "create") this.#trace.push({ k: "createRejected", t, message: error?.message });
    else if (verb === "patch" && error !== undefined)
      this.#trace.push({ k: "patchRejected", t, message: error.message });
    else if (verb === "patch") this.#trace.push({ k: "cronJobPatch", t, generation: this.#generation });
  }
}

/** A resource as recordings name it. */
function shortName(resource: string): string {
  return resource.replace(/\.batch$/, "");
}

function propagationOf({ finalizers = [] }: ObjectMeta): string {
  if (finalizers.includes("foregroundDeletion")) return "Foreground";
  return finalizers.includes("orphan") ? "Orphan" : "Background";
}

function conditionOf({ status }: Job): string | undefined {
  const isEnd = (type: string) => type === "Complete" || type === "Failed";
  return status.conditions?.find(({ type, status: value }) => value === "True" && isEnd(type))?.type;
}

function statusOf({ active = [], lastScheduleTime, lastSuccessfulTime }: CronJobStatus): unknown {
  return {
    active: active.map(({ name }) => name),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
}

function describeJob(job: Job): string {
  const { name, deletionTimestamp } = job.metadata;
  const deleting = deletionTimestamp === undefined ? "" : "+deleting";
  const orphan = controllerOf(job) === undefined ? "+orphan" : "";
  return `${name}:${conditionOf(job) ?? "Unfinished"}${deleting}${orphan}`;
}
