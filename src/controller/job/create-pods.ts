/** Creates pods in growing batches, so that a quota or a broken webhook stops a Job early (semantics 03, section 6). */

import type { ApiError } from "../../apiserver/errors.ts";
import type { Answer, Request } from "../../apiserver/requests.ts";
import type { Process } from "../process.ts";
import { SLOW_START_INITIAL_BATCH } from "./constants.ts";
import { inheritedFailures } from "./indexes.ts";
import { NO_INDEX } from "./pod-facts.ts";
import { controllerReference, indexedPod, plainPod } from "./pod-template.ts";
import type { SyncContext } from "./sync-context.ts";

/**
 * Creates one pod per index (`NO_INDEX` for a Job without indexes), in batches of 1, 2, 4 …; stops after a batch in
 * which a creation failed and leaves the rest to a later sync.
 *
 * @param expected number of creations that the watch is expected to show
 * @returns the first error
 */
export function* createPods(
  context: SyncContext,
  indexes: readonly number[],
  expected: number = indexes.length,
): Process<ApiError | undefined> {
  const { env, key } = context;
  env.expectations.expectCreations(key, expected);
  context.active += indexes.length;
  const requests = creationRequests(context);
  let error: ApiError | undefined;
  let newest: string | undefined;
  let created = 0;
  for (let size = SLOW_START_INITIAL_BATCH; created < indexes.length && error === undefined; size *= 2) {
    const batch = indexes.slice(created, created + size);
    created += batch.length;
    const answers = yield batch.map(requests);
    for (const answer of answers) {
      if (answer.ok) newest = answer.object.metadata.resourceVersion;
      else error ??= answer.error;
      bookCreation(context, answer);
    }
  }
  if (newest !== undefined) env.wrote(key, "pods", newest);
  for (let skipped = indexes.length - created; skipped > 0; skipped--) forgetCreation(context);
  return error;
}

function creationRequests({ job, indexes, env }: SyncContext): (index: number) => Request {
  const owners = [controllerReference(job)];
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const indexSource = env.switches.indexLabelOnPods ? "labels" : "annotations";
  const makePod = (index: number) => {
    if (index === NO_INDEX) return plainPod(job, owners);
    const failures = perIndex ? inheritedFailures(job, indexes?.delayed[index]) : undefined;
    return indexedPod(job, owners, index, failures, indexSource);
  };
  return (index) => ({ resource: "pods", verb: "create", pod: makePod(index) });
}

function bookCreation(context: SyncContext, answer: Answer): void {
  const { env, job } = context;
  if (answer.ok) {
    env.recordEvent(job, "Normal", "SuccessfulCreate", `Created pod: ${answer.object.metadata.name}`);
    return;
  }
  forgetCreation(context);
  env.recordEvent(job, "Warning", "FailedCreate", `Error creating: ${answer.error.message}`);
}

/** The watch will never show this pod. */
function forgetCreation(context: SyncContext): void {
  context.env.expectations.creationObserved(context.key);
  context.active--;
}
