/** Removes the finalizer from orphan pods, which no unfinished Job will count (semantics 04, section 7). */

import { isFinished } from "../../api/finished-job.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { Job, LabelSelector, Pod } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { Request } from "../../apiserver/requests.ts";
import type { Process } from "../process.ts";
import { controllerOf, hasTrackingFinalizer } from "./pod-facts.ts";
import type { PodView } from "./pod-view.ts";
import { removeTrackingFinalizer } from "./requests.ts";
import { isManagedElsewhere } from "./sync.ts";

/** What to clean up: one pod, or all pods that match the selector of a finished or deleted Job. */
export type OrphanWork =
  | {
      readonly kind: "pod";
      readonly namespace: string;
      readonly uid: string;
      readonly controllerUid: string | undefined;
    }
  | {
      readonly kind: "selector";
      readonly namespace: string;
      readonly jobUid: string;
      readonly selector: LabelSelector | undefined;
    };

export function orphanKey(work: OrphanWork): string {
  return work.kind === "pod" ? `pod ${work.namespace}/${work.uid}` : `job ${work.namespace}/${work.jobUid}`;
}

/**
 * Removes the finalizer from each pod of the work that no unfinished Job controls, one after the other.
 *
 * Upstream: `syncOrphanPod`.
 *
 * @param respectsOthers whether to leave pods alone whose controller is not a Job
 */
export function* releaseOrphans(
  work: OrphanWork,
  jobs: Collection<Job>,
  pods: PodView,
  respectsOthers = true,
): Process<ApiError | undefined> {
  let firstError: ApiError | undefined;
  const requests: Request[] = podsOf(work, pods)
    .filter((pod) => isOrphan(pod, jobs, respectsOthers))
    .map(removeTrackingFinalizer);
  for (const request of requests) {
    const [answer] = yield [request];
    if (answer?.ok === false && answer.error.reason !== "NotFound") firstError ??= answer.error;
  }
  // For pods found by selector, Kubernetes only logs the error and does not retry (issue 141346).
  return work.kind === "pod" ? firstError : undefined;
}

/** The pods of the work that have the finalizer. */
function podsOf(work: OrphanWork, pods: PodView): readonly Pod[] {
  if (work.kind === "pod") {
    const pod = pods.find(work.namespace, work.uid, work.controllerUid);
    return pod !== undefined && hasTrackingFinalizer(pod) ? [pod] : [];
  }
  return pods
    .inReachOf(work.namespace, work.jobUid)
    .filter((pod) => hasTrackingFinalizer(pod) && matchesSelector(work.selector, pod.metadata.labels));
}

/** Whether no Job will count the pod: it has no controller, or its Job is deleted or finished. */
function isOrphan(pod: Pod, jobs: Collection<Job>, respectsOthers: boolean): boolean {
  const controller = controllerOf(pod);
  if (controller === undefined) return true;
  if (controller.kind !== "Job" || controller.apiVersion !== "batch/v1") return !respectsOthers;
  const job = jobs.get(pod.metadata.namespace, controller.name);
  if (job === undefined || job.metadata.uid !== controller.uid) return true;
  return !isManagedElsewhere(job) && isFinished(job);
}
