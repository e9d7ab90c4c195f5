/** Collects the Jobs of a CronJob that is deleted, as the garbage collector does for any owner. */

import { FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from "../../src/api/constants.ts";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import type { CronJob, Job } from "../../src/api/types.ts";
import { isCommitOf } from "../../src/apiserver/log.ts";
import type { Simulation } from "../../src/simulation/simulation.ts";

const ACTOR = "garbage-collector";

export function collectJobsOf({ server, log }: Simulation): void {
  const jobsOf = ({ metadata }: CronJob): Job[] =>
    Array.from(server.jobs.jobs.inNamespace(metadata.namespace)).filter((job) =>
      job.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid),
    );
  const release = (cronJob: CronJob, finalizer: string) => {
    const { namespace, name, finalizers = [] } = cronJob.metadata;
    const change = (stored: CronJob) => ({
      ok: true as const,
      object: {
        ...stored,
        metadata: { ...stored.metadata, finalizers: finalizers.filter((held) => held !== finalizer) },
      },
    });
    server.objects.of(CRON_JOB).update(namespace, name, change as never, { actor: ACTOR });
  };
  const releaseIfAlone = (namespace: string, name: string) => {
    const cronJob = server.objects.get(CRON_JOB, namespace, name);
    if (cronJob?.metadata.finalizers?.includes(FOREGROUND_FINALIZER) !== true) return;
    const blocks = jobsOf(cronJob).some((job) =>
      job.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) => uid === cronJob.metadata.uid && blockOwnerDeletion,
      ),
    );
    if (!blocks) release(cronJob, FOREGROUND_FINALIZER);
  };
  log.follow((entry) => {
    if (entry.kind !== "commit") return;
    if (entry.resource === "jobs" && entry.type === "DELETED") {
      for (const { kind, name } of entry.previous?.metadata.ownerReferences ?? []) {
        if (kind === "CronJob") releaseIfAlone(entry.object.metadata.namespace, name);
      }
    }
    if (!isCommitOf(CRON_JOB, entry)) return;
    const { object, type } = entry;
    const { namespace, name, deletionTimestamp, finalizers = [] } = object.metadata;
    if (type === "DELETED") {
      for (const job of jobsOf(object)) server.jobs.delete(namespace, job.metadata.name, "Background", ACTOR);
    } else if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN_FINALIZER)) {
      for (const job of jobsOf(object)) {
        const { ownerReferences = [], ...metadata } = job.metadata;
        const others = ownerReferences.filter(({ uid }) => uid !== object.metadata.uid);
        const next = { ...metadata, ...(others.length === 0 ? {} : { ownerReferences: others }) };
        server.jobs.replace({ ...job, metadata: next }, job, "patch", ACTOR);
      }
      release(object, ORPHAN_FINALIZER);
    } else if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND_FINALIZER)) {
      for (const job of jobsOf(object)) server.jobs.delete(namespace, job.metadata.name, "Foreground", ACTOR);
      releaseIfAlone(namespace, name);
    }
  });
}
