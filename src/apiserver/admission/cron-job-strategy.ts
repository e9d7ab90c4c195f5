/** What the server itself puts into a CronJob when it is created or written again, before it is validated. */

import { copyWith } from "../../api/copy-with.ts";
import { equalJson } from "../../api/json.ts";
import type { CronJob } from "../../api/types.ts";
import { carryOverMetadata, type Identity } from "./job-strategy.ts";

/** Makes a CronJob with its defaults ready to be validated: identity, generation 1, no status. */
export function prepareCronJobForCreate(cronJob: CronJob, identity: Identity): CronJob {
  const { deletionTimestamp: _deletion, deletionGracePeriodSeconds: _grace, ...given } = cronJob.metadata;
  const { uid, creationTimestamp, name = given.name } = identity;
  const metadata = copyWith(given, { name, uid, creationTimestamp, generation: 1 });
  const { apiVersion, kind, spec } = cronJob;
  return { apiVersion, kind, metadata, spec, status: {} };
}

/**
 * Makes a CronJob that replaces `stored` ready: the status stays, and the generation counts up where the spec means
 * something else than before.
 */
export function prepareCronJobForUpdate(next: CronJob, stored: CronJob): CronJob {
  const isSameSpec = equalJson(next.spec, stored.spec);
  const generation = (stored.metadata.generation ?? 0) + (isSameSpec ? 0 : 1);
  const metadata = copyWith(carryOverMetadata(next.metadata, stored.metadata), { generation });
  const { apiVersion, kind } = next;
  return { apiVersion, kind, metadata, spec: isSameSpec ? stored.spec : next.spec, status: stored.status };
}
