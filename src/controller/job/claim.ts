/** Adopts pods without controller and releases pods that no longer match the selector (semantics 03, step 9). */

import { isOfKind } from "../../api/kinds/kind.ts";
import { POD } from "../../api/kinds/workloads.ts";
import { matchesSelector } from "../../api/selector.ts";
import type { Job, Pod } from "../../api/types.ts";
import { type ApiError, conflict, notFound } from "../../apiserver/errors.ts";
import type { Process } from "../process.ts";
import type { SyncEnvironment } from "./environment.ts";
import { adoptPod, readJob, releasePod } from "./requests.ts";

/**
 * Refreshes the groups of pods, releases pods that no longer match and adopts pods that do.
 *
 * Upstream: `getPodsForJob` and `PodControllerRefManager.ClaimPods`.
 *
 * @returns the first error, with which the sync fails; a pod that no longer exists is not an error
 */
export function* claimPods(env: SyncEnvironment, key: string, job: Job): Process<ApiError | undefined> {
  const pods = env.pods.ofController(job.metadata.uid);
  pods.refresh(job);
  let firstError: ApiError | undefined;
  if (job.metadata.deletionTimestamp !== undefined) return undefined;
  for (const { pod } of [...pods.mismatched]) {
    const [answer] = yield [releasePod(job, pod)];
    if (answer?.ok === true) env.wrote(key, "pods", answer.object.metadata.resourceVersion);
    else if (answer?.error.reason !== "NotFound") firstError ??= answer?.error;
  }
  let mayAdopt: ApiError | "yes" | undefined;
  for (const pod of adoptablePods(env, job)) {
    mayAdopt ??= yield* checkMayAdopt(job);
    if (mayAdopt !== "yes") {
      firstError ??= mayAdopt;
      continue;
    }
    const [answer] = yield [adoptPod(job, pod)];
    if (answer?.ok === true && isOfKind(POD, answer.object)) {
      env.wrote(key, "pods", answer.object.metadata.resourceVersion);
      env.pods.adopted(answer.object);
    } else if (answer?.ok === false && answer.error.reason !== "NotFound") firstError ??= answer.error;
  }
  pods.refresh(job);
  return firstError;
}

function adoptablePods(env: SyncEnvironment, job: Job): readonly Pod[] {
  const { metadata, spec } = job;
  return env.pods
    .ownerless(metadata.namespace)
    .filter(
      (pod) => pod.metadata.deletionTimestamp === undefined && matchesSelector(spec.selector, pod.metadata.labels),
    );
}

/** Reads the live Job: a stale cache must not adopt pods for a Job that is deleted or being deleted. */
function* checkMayAdopt(job: Job): Process<ApiError | "yes"> {
  const [answer] = yield [readJob(job)];
  const { name, uid } = job.metadata;
  if (answer === undefined) return notFound("jobs", name);
  if (!answer.ok) return answer.error;
  const live = answer.object.metadata;
  return live.uid === uid && live.deletionTimestamp === undefined ? "yes" : conflict("jobs", name);
}
