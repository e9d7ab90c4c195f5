/** Plays a recorded scenario of a CronJob with the controllers of the project on one clock. */

import type { JsonObject } from "../../src/api/json.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { JOB } from "../../src/api/kinds/workloads.ts";
import { CURRENT_API } from "../../src/api/switches.ts";
import type { CronJob, Job } from "../../src/api/types.ts";
import type { ApiError } from "../../src/apiserver/errors.ts";
import { type ObjectRequest, type Request, requestedResource } from "../../src/apiserver/requests.ts";
import { CronJobController } from "../../src/controller/cronjob/cron-job-controller.ts";
import { cronJobReference } from "../../src/controller/cronjob/job-from-template.ts";
import { manualJob } from "../../src/controller/cronjob/manual-job.ts";
import { CURRENT_CRON_JOB } from "../../src/controller/cronjob/switches.ts";
import { Client } from "../../src/controller/process.ts";
import { Phase } from "../../src/engine/event-loop.ts";
import type { ScriptFor } from "../../src/kubelet/behaviour/scripts.ts";
import { jobController, ttlController } from "../../src/simulation/controllers/built-in.ts";
import { type StartControllers, together } from "../../src/simulation/controllers/controllers.ts";
import type { TimedAction } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { collectJobsOf } from "./cron-job-garbage.ts";
import type { CronJobAction, CronJobFault, CronJobScenario } from "./cron-job-vector.ts";
import { UNCHECKED_CRON_JOB } from "./unchecked-cron-job.ts";
import { isRecord } from "./vectors.ts";

/** The release of the Job controller that runs with the recorded CronJob controller. */
const RELEASE = "1.34";
const KILLED_EXIT_CODE = 143;

/** A run, and what the CronJob controller sent. */
export interface PlayedCronJob {
  readonly scenario: CronJobScenario;
  readonly simulation: Simulation;
  /** The manifests of the Jobs that the controller made, by their UID. */
  readonly sent: ReadonlyMap<string, JsonObject>;
}

/** Plays a scenario to its end. */
export function playCronJob(scenario: CronJobScenario): PlayedCronJob {
  const created: Job[] = [];
  const asked = new Map<string, JsonObject>();
  const sent = new Map<string, JsonObject>();
  const simulation = new Simulation(
    {
      epochMs: Date.parse(scenario.start),
      seed: "conformance",
      untilMs: scenario.untilMs,
      kubernetes: RELEASE,
      actions: restartsOf(scenario),
      kubelet: { decides: "script", crashLoopFirstRestart: "delayed", crashLoopResetMs: Number.MAX_SAFE_INTEGER },
      ...(scenario.watchLagMs === undefined ? {} : { watchLagMs: { jobs: scenario.watchLagMs.jobs ?? 0 } }),
    },
    {
      scriptFor: scriptsOf(scenario, created),
      controllers: together(cronJobController(scenario, asked), jobController, ttlController),
    },
  );
  const { loop, log } = simulation;
  collectJobsOf(simulation);
  log.follow((entry) => {
    if (entry.kind !== "commit" || entry.resource !== "jobs" || entry.type !== "ADDED") return;
    created.push(entry.object);
    const { name, uid } = entry.object.metadata;
    const manifest = asked.get(name);
    if (entry.actor === "cronjob-controller" && manifest !== undefined) sent.set(uid, manifest);
  });
  const players: Players = { scenario, simulation, created };
  const create: CronJobAction = { atMs: scenario.createOffsetMs, op: "createCronJob" };
  for (const action of [create, ...(scenario.actions ?? [])]) {
    loop.schedule(action.atMs, Phase.world, () => perform(players, action));
  }
  simulation.run();
  return { scenario, simulation, sent };
}

function cronJobController(scenario: CronJobScenario, manifests: Map<string, JsonObject>): StartControllers {
  const { faults = [], watchLagMs = {}, apiLatencyMs = 0 } = scenario;
  return ({ loop, server }) => {
    const { log } = server.storage;
    // The registry of the first who asks is that of all: older API servers stored what is refused today.
    if (scenario.legacy === true) server.objects.of(UNCHECKED_CRON_JOB);
    const client = new Client(loop, server, {
      actor: "cronjob-controller",
      latencyMs: apiLatencyMs,
      fault: (request, timeMs) => {
        const manifest = manifestIn(request);
        if (manifest !== undefined) manifests.set(nameIn(request), manifest);
        const { resource, verb } = facesOf(request);
        const hit = faults.find(
          (fault) =>
            fault.fromMs <= timeMs && timeMs < fault.toMs && fault.verb === verb && fault.resource === resource,
        );
        return hit === undefined ? undefined : errorOf(hit, nameIn(request));
      },
    });
    const controller = new CronJobController(loop, server, {
      switches: CURRENT_CRON_JOB,
      client,
      watchLagMs: { jobs: watchLagMs.jobs ?? 0, cronJobs: watchLagMs.cronjobs ?? 0 },
      recordEvent: (cronJob, type, reason, message) => {
        const { apiVersion, kind, metadata } = cronJob;
        const { namespace, name, uid } = metadata;
        const regarding = { apiVersion, kind, namespace, name, uid };
        const actor = "cronjob-controller";
        log.append({ kind: "event", timeMs: loop.nowMs, actor, regarding, type, reason, message, count: 1 });
      },
    });
    controller.start();
    return controller;
  };
}

function facesOf(request: Request) {
  const resource = requestedResource(request).replace(/\.batch$/, "");
  return { resource, verb: request.verb === "updateStatus" ? "update" : request.verb };
}

/** The manifest of a Job that is asked for. */
function manifestIn(request: Request): JsonObject | undefined {
  const isJob = request.resource === "objects" && request.verb === "create" && request.of.resource === JOB.resource;
  return isJob && isRecord(request.manifest) ? request.manifest : undefined;
}

/** The name of the object that a request is about. */
function nameIn(request: Request): string {
  const metadata = manifestIn(request)?.metadata;
  if (isRecord(metadata)) return String(metadata.name);
  return "name" in request ? request.name : "";
}

function errorOf({ error, resource }: CronJobFault, name: string): ApiError {
  switch (error) {
    case "forbidden": {
      const figures = "requested: count/jobs.batch=1, used: count/jobs.batch=2, limited: count/jobs.batch=2";
      return { reason: "Forbidden", message: `jobs.batch "${name}" is forbidden: exceeded quota: jobs, ${figures}` };
    }
    case "terminating":
      return { reason: "Forbidden", message: "namespace is being terminated", isNamespaceTerminating: true };
    case "internal":
      return { reason: "InternalError", message: "Internal error occurred: injected" };
    case "notfound":
      return { reason: "NotFound", message: `${resource}.batch "${name}" not found` };
    case "conflict":
      return { reason: "Conflict", message: `Operation cannot be fulfilled on ${resource}.batch "${name}": injected` };
  }
}

/** A pod takes the entry of its Job, counted over all that were created, and of its attempt. */
function scriptsOf({ kubelet }: CronJobScenario, created: readonly Job[]): ScriptFor {
  const attempts = new Map<number, number>();
  return ({ jobName }) => {
    const job = created.findLastIndex(({ metadata }) => metadata.name === jobName);
    const attempt = attempts.get(job) ?? 0;
    attempts.set(job, attempt + 1);
    const entry = kubelet.pods?.find((pod) => pod.job === job && pod.attempt === attempt);
    const { startMs = kubelet.startMs, runMs, exitCode = 0 } = entry ?? kubelet.default;
    return {
      scheduleMs: kubelet.scheduleMs,
      startMs,
      exitCode,
      terminationMs: kubelet.terminationMs,
      terminationExitCode: KILLED_EXIT_CODE,
      worksOnWhenStopped: true,
      ...(runMs === undefined ? {} : { runMs }),
    };
  };
}

/** A restart that comes while the controllers are down is ignored. */
function restartsOf({ actions = [] }: CronJobScenario): TimedAction[] {
  let upMs = 0;
  return actions.flatMap(({ op, atMs, downMs = 0 }): TimedAction[] => {
    if (op !== "restartController" || atMs < upMs) return [];
    upMs = atMs + downMs;
    return [{ op, atMs, downMs }];
  });
}

interface Players {
  readonly scenario: CronJobScenario;
  readonly simulation: Simulation;
  readonly created: readonly Job[];
}

function perform({ scenario, simulation, created }: Players, action: CronJobAction): void {
  const { server } = simulation;
  const { namespace, name } = scenario.cronJob.metadata;
  const cronJob = server.objects.get(CRON_JOB, namespace, name);
  const ask = (request: ObjectRequest) => server.execute(request, "user");
  switch (action.op) {
    case "createCronJob":
      ask({ resource: "objects", of: CRON_JOB, verb: "create", namespace, manifest: scenario.cronJob });
      break;
    case "createJob":
      ask({ resource: "objects", of: JOB, verb: "create", namespace, manifest: ownedManifest(action, cronJob) });
      break;
    case "deleteJob":
    case "patchJob":
      actOnJob(simulation, created[action.nth ?? -1], action);
      break;
    default:
      if (cronJob !== undefined) actOnCronJob(ask, cronJob, action);
  }
}

function actOnCronJob(ask: (request: ObjectRequest) => unknown, cronJob: CronJob, action: CronJobAction): void {
  const { namespace, name } = cronJob.metadata;
  const { op, patch = {}, propagation = "Background" } = action;
  if (op === "patchCronJob") {
    ask({
      resource: "objects",
      of: CRON_JOB,
      verb: "patch",
      namespace,
      name,
      patch: { type: "strategic", body: patch },
    });
  } else if (op === "deleteCronJob") {
    ask({ resource: "objects", of: CRON_JOB, verb: "delete", namespace, name, propagation });
  } else if (op === "createJobFrom") {
    ask({
      resource: "objects",
      of: JOB,
      verb: "create",
      namespace,
      manifest: manualJob(cronJob, action.name ?? "", CURRENT_API),
    });
  }
}

function actOnJob({ server }: Simulation, job: Job | undefined, action: CronJobAction): void {
  if (job === undefined) return;
  const { namespace, name, uid } = job.metadata;
  if (server.jobs.jobs.get(namespace, name)?.metadata.uid !== uid) return;
  if (action.op === "patchJob") server.jobs.patch(namespace, name, action.patch ?? {}, "user");
  else server.jobs.delete(namespace, name, action.propagation ?? "Background", "user");
}

function ownedManifest({ manifest = {}, owned }: CronJobAction, cronJob: CronJob | undefined): JsonObject {
  if (owned !== true || cronJob === undefined) return manifest;
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...(isRecord(metadata) ? metadata : {}), ownerReferences: [cronJobReference(cronJob)] },
  };
}
