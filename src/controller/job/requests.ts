/** Requests that the Job controller sends about pods. */

import { JOB_TRACKING_FINALIZER } from "../../api/constants.ts";
import type { Job, Pod } from "../../api/types.ts";
import type { Request } from "../../apiserver/requests.ts";
import { controllerReference } from "./pod-template.ts";

export function removeTrackingFinalizer(pod: Pod): Request {
  const { namespace, name } = pod.metadata;
  return { resource: "pods", verb: "removeFinalizer", namespace, name, finalizer: JOB_TRACKING_FINALIZER };
}

export function deletePod(pod: Pod): Request {
  const { namespace, name } = pod.metadata;
  return { resource: "pods", verb: "delete", namespace, name };
}

export function adoptPod(job: Job, pod: Pod): Request {
  const { namespace, name, uid } = pod.metadata;
  const owner = controllerReference(job);
  return { resource: "pods", verb: "adopt", namespace, name, uid, owner, finalizer: JOB_TRACKING_FINALIZER };
}

export function releasePod(job: Job, pod: Pod): Request {
  const { namespace, name, uid } = pod.metadata;
  const ownerUid = job.metadata.uid;
  return { resource: "pods", verb: "release", namespace, name, uid, ownerUid, finalizer: JOB_TRACKING_FINALIZER };
}

export function readJob(job: Job): Request {
  const { namespace, name } = job.metadata;
  return { resource: "jobs", verb: "get", namespace, name };
}

export function writeJobStatus(job: Job): Request {
  const { namespace, name } = job.metadata;
  return { resource: "jobs", verb: "updateStatus", namespace, name, job };
}
