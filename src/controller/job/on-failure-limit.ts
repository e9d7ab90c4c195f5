/** `backoffLimit` for pods whose containers restart in place (semantics 05, section 3). */

import type { ContainerStatus, Job } from "../../api/types.ts";
import type { JobPods } from "./job-pods.ts";

/**
 * Whether the restarts of a Job with `restartPolicy: OnFailure` reach its limit. In contrast to failed pods, reaching
 * the limit is enough, and pods that have ended do not count. Upstream: `pastBackoffLimitOnFailure`.
 */
export function isPastBackoffLimitOnFailure(job: Job, pods: JobPods): boolean {
  if (job.spec.template.spec.restartPolicy !== "OnFailure") return false;
  const { backoffLimit = 0 } = job.spec;
  const restarts = totalRestarts(pods);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Number of container restarts of all pods that have not ended. */
export function totalRestarts(pods: JobPods): number {
  let restarts = 0;
  for (const group of [pods.active, pods.terminating]) {
    for (const { pod } of group) {
      const { phase, initContainerStatuses, containerStatuses } = pod.status;
      if (phase !== "Running" && phase !== "Pending") continue;
      restarts += restartsOf(initContainerStatuses) + restartsOf(containerStatuses);
    }
  }
  return restarts;
}

function restartsOf(statuses: readonly ContainerStatus[] = []): number {
  return statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
}
