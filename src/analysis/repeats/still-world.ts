/**
 * The state of a world in which nothing happens until a CronJob is due again, relative to now: two worlds with the same
 * text continue in the same way.
 *
 * Every Job has finished, every pod has ended, and the pending events are due times of keys. Apart from the objects,
 * controllers remember requests and syncs in progress, of which there are none, and Jobs that have finished and will
 * not change again. Times, minutes in names of Jobs, and UIDs are expressed by their distance to now and their order,
 * wherever they occur. A text that only looks like one of these, and does not change with time, makes the worlds
 * differ.
 */

import { isFinished } from "../../api/finished-job.ts";
import { jsonText } from "../../api/json-text.ts";
import { CRON_JOB } from "../../api/kinds/cron-job.ts";
import type { CronJob, Job, Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { RETRY_LIMIT } from "../../controller/cronjob/constants.ts";
import { controllerOf } from "../../controller/job/pod-facts.ts";
import { NOTHING } from "../../engine/event-loop.ts";
import type { Simulation } from "../../simulation/simulation.ts";

const MINUTE_MS = 60_000;
/** After this long without retries, the token bucket of the controller is full again. */
const STILL_FOR_MS = (RETRY_LIMIT.burst / RETRY_LIMIT.qps) * 1_000;

/**
 * The text of an idle world.
 *
 * @param simulation a run without disturbances (`isRepeatable`), between two events
 * @returns `undefined` if something is in progress
 */
export function stillWorld({ loop, log, server }: Simulation): string | undefined {
  if (loop.nowMs - log.lastMs < STILL_FOR_MS) return undefined;
  const due = dueKeys(loop.pendingEvents());
  if (due === undefined) return undefined;
  const [cronJobs, jobs, pods] = [[...server.objects.list(CRON_JOB)], [...server.jobs.jobs], [...server.pods.pods]];
  if (!cronJobs.every(hasRun) || !jobs.every(isOver) || !pods.every(hasEnded)) return undefined;
  const owned = jobs.filter((job) => controllerOf(job) !== undefined);
  const text = jsonText([due, cronJobs.map(withoutBeginning), owned, pods.map(withoutName)]);
  return inTermsOf(server.storage.instantMs, text);
}

/** The due times of keys in order; `undefined` if other events are pending. */
function dueKeys(pending: ReturnType<Simulation["loop"]["pendingEvents"]>): readonly string[] | undefined {
  const due: string[] = [];
  for (const { inMs, phase, about } of pending) {
    if (about === undefined) return undefined;
    if (about !== NOTHING) due.push(`${inMs} ${phase} ${about}`);
  }
  return due.sort();
}

/** The first run counts from the creation of its CronJob, all others from the run before. */
function hasRun({ metadata, status }: CronJob): boolean {
  return metadata.deletionTimestamp === undefined && status.lastScheduleTime !== undefined;
}

function withoutBeginning({ metadata, spec, status }: CronJob): unknown {
  return [metadata.namespace, metadata.name, metadata.uid, spec, status];
}

function isOver(job: Job): boolean {
  return job.metadata.deletionTimestamp === undefined && isFinished(job);
}

function hasEnded({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && isTerminalPhase(status.phase);
}

/** The suffix of a pod's name is random, and nothing refers to it any more. */
function withoutName({ metadata: { name: _drawn, ...metadata }, spec, status }: Pod): unknown {
  return [metadata, spec, status];
}

const VERSION = /"resourceVersion":"\d+"/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)/g;
const MINUTE = /-(\d{6,9})(?=["-])/g;
const UID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function inTermsOf(nowMs: number, text: string): string {
  const uids = new Map<string, number>();
  const minute = Math.floor(nowMs / MINUTE_MS);
  const numbered = (uid: string) => {
    const number = uids.get(uid) ?? uids.size;
    uids.set(uid, number);
    return `uid ${number}`;
  };
  return text
    .replaceAll(VERSION, "")
    .replaceAll(UID, numbered)
    .replaceAll(TIME, (time, zone) => `${Date.parse(time) - nowMs} ms ${zone}`)
    .replaceAll(MINUTE, (_minute, digits) => `-${Number(digits) - minute} min`);
}
