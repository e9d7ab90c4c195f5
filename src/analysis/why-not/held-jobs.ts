/** Jobs that nobody works on: suspended, managed by another controller, or being deleted. */

import { FOREGROUND_FINALIZER, JOB_CONTROLLER_NAME, ORPHAN_FINALIZER } from "../../api/constants.ts";
import type { Job } from "../../api/types.ts";
import type { JobCommit } from "../../apiserver/log.ts";
import { QUEUE_LABEL } from "../../simulation/queues/queue.ts";
import { heldByFinalizers } from "./held-finalizers.ts";
import type { FoundHindrance, Holder } from "./hindrance.ts";
import type { JobAtMoment, Moment } from "./moment.ts";

/** The queue that a Job is meant for, by its labels. */
export function queueOf({ metadata }: Pick<Job, "metadata">): string | undefined {
  return metadata.labels?.[QUEUE_LABEL];
}

/** Who else is in charge of a Job; nothing if it is the Job controller. */
export function managerOf({ spec }: Pick<Job, "spec">): string | undefined {
  return spec.managedBy === JOB_CONTROLLER_NAME ? undefined : spec.managedBy;
}

/** What holds a whole Job back. */
export function heldJob(job: JobAtMoment, moment: Moment): FoundHindrance[] {
  const { object } = job.now;
  const manager = managerOf(object);
  if (object.metadata.deletionTimestamp !== undefined) return deletionsOf(job);
  if (manager !== undefined) return [managedBy(job, manager)];
  return object.spec.suspend === true ? [suspended(job, moment)] : [];
}

function managedBy({ commits }: JobAtMoment, manager: string): FoundHindrance {
  return {
    holder: "other controller",
    cause: "managedElsewhere",
    rule: "managed-elsewhere",
    sinceMs: commits[0]?.timeMs ?? 0,
    text: `${manager} manages it (spec.managedBy): the Job controller leaves it alone`,
    ends: "by what that controller does, and there is none here; to play it as an ordinary Job: --set spec.managedBy=null",
  };
}

function suspended(job: JobAtMoment, { plan, says: sayings }: Moment): FoundHindrance {
  const { commits, at, now } = job;
  let first = at;
  while (commits[first - 1]?.object.spec.suspend === true) first--;
  const setBy = commits[first] ?? now;
  const end = commits.slice(at + 1).find(({ object }) => object.spec.suspend !== true);
  const queue = queueOf(now.object);
  const holder: Holder = queue === undefined ? "user" : "queue";
  const isPlayed = plan.queues?.some(({ name }) => name === queue) === true;
  const who = queue === undefined ? "" : `; the queue ${queue} ${isPlayed ? "resumes it" : "would resume it"}`;
  const says = sayings.get(`${job.ref.namespace}/${job.ref.name}`);
  return {
    holder,
    cause: "suspended",
    rule: "suspended",
    sinceMs: setBy.timeMs,
    text: `${setBy.type === "ADDED" ? "created suspended" : `suspended by ${setBy.actor}`}: spec.suspend is true${who}`,
    ...(isPlayed && says !== undefined ? { details: [`the queue says: ${says}`] } : {}),
    ends: isPlayed
      ? "when the queue has quota for it"
      : "when spec.suspend is set to false; to play it as if it were resumed at once: --set spec.suspend=false",
    ...(end === undefined ? {} : { endsMs: end.timeMs }),
  };
}

/** A finalizer of somebody else says all, unless the garbage collector has something to do first. */
function deletionsOf(job: JobAtMoment): FoundHindrance[] {
  const { finalizers = [] } = job.now.object.metadata;
  const byFinalizers = heldByFinalizers(job);
  const isCollected = finalizers.includes(FOREGROUND_FINALIZER) || finalizers.includes(ORPHAN_FINALIZER);
  return isCollected || byFinalizers.length === 0 ? [deletionOf(job), ...byFinalizers] : byFinalizers;
}

function deletionOf({ commits, at, pods }: JobAtMoment): FoundHindrance {
  const first = commits.findIndex(({ object }) => object.metadata.deletionTimestamp !== undefined);
  const by = commits[first]?.actor ?? "somebody";
  const isHeld = ({ object }: JobCommit) => object.metadata.finalizers?.includes(FOREGROUND_FINALIZER) === true;
  const isForeground = commits.slice(at, at + 1).some(isHeld);
  const gone = commits.slice(at + 1).find((commit) => commit.type === "DELETED" || (isForeground && !isHeld(commit)));
  return {
    holder: "garbage collector",
    cause: "deletion",
    sinceMs: commits[first]?.timeMs ?? 0,
    text: `deleted by ${by}${isForeground ? " in the foreground" : ""}, and still there: no more pods are created`,
    ends: isForeground ? `when its pods are gone (${pods.length} left)` : "when its pods have no owner any more",
    ...(gone === undefined ? {} : { endsMs: gone.timeMs }),
  };
}
