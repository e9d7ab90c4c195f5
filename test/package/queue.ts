/** A stranger's queue on suspend, after the page about testing controllers, with a bug: it trusts its cache. */

import type { ControllerDefinition, Draw, Invariant, Job, JsonObject, OwnWorld } from "jobsim/testing";

const MOST_PODS = 4;
const labelled = (job: Job, label: string): string => job.metadata.labels?.[`example.dev/${label}`] ?? "";
const isOver = ({ status }: Job): boolean =>
  status.conditions?.some(({ type, status: is }) => ["Complete", "Failed"].includes(type) && is === "True") === true;
const isAdmitted = (job: Job): boolean => job.spec.suspend !== true && !isOver(job);
const podsOf = (jobs: readonly Job[]): number => jobs.reduce((sum, { spec }) => sum + (spec.parallelism ?? 1), 0);

/** The Jobs of the queue that wait: by priority, then by age. */
function waiting(jobs: readonly Job[]): Job[] {
  const age = ({ metadata }: Job) => `${metadata.creationTimestamp} ${metadata.name}`;
  return jobs
    .filter((job) => labelled(job, "queue") === "main" && job.spec.suspend === true && !isOver(job))
    .sort((a, b) => Number(labelled(b, "priority")) - Number(labelled(a, "priority")) || (age(a) < age(b) ? -1 : 1));
}

/** A queue; `remembers` says whether it knows what it admitted before its cache shows it. */
export function queue(remembers: boolean): ControllerDefinition {
  return {
    name: "queue",
    watches: { jobs: () => ["all"] },
    start: ({ api, caches }) => {
      const admitted = new Set<string>();
      return async () => {
        const jobs = [...caches.jobs];
        const isIn = (job: Job) => isAdmitted(job) || (remembers && admitted.has(job.metadata.uid) && !isOver(job));
        let pods = podsOf(jobs.filter(isIn));
        for (const job of waiting(jobs)) {
          if (!isIn(job)) {
            if (pods + podsOf([job]) > MOST_PODS) return undefined;
            pods += podsOf([job]);
            admitted.add(job.metadata.uid);
          }
          await api.patchJob(job.metadata.namespace, job.metadata.name, { spec: { suspend: false } });
        }
        return undefined;
      };
    },
  };
}

export const controllers = [queue(false)];

const safety: Invariant = {
  id: "four-pods",
  sentence: "At no instant are more than four pods of admitted, unfinished Jobs wanted.",
  source: "the promise of the queue",
  watch: (ledger) => ({
    job(_commit, record, report) {
      const jobs = [...ledger.jobs.values()].filter(({ gone }) => !gone).map(({ job }) => job);
      const pods = podsOf(jobs.filter(isAdmitted));
      if (pods > MOST_PODS) report({ job: record, message: `${pods} pods are wanted` });
    },
  }),
};

const liveness: Invariant = {
  id: "every-job-runs",
  sentence: "In the end every Job has run.",
  source: "the promise of the queue",
  liveness: true,
  watch: (ledger) => ({
    end(report) {
      const late = [...ledger.jobs.values()].find(({ gone, job }) => !gone && !isOver(job));
      if (late !== undefined) report({ job: late, message: `${late.job.metadata.name} has not run` });
    },
  }),
};

export const invariants = [safety, liveness];

const container: JsonObject = { name: "main", image: "example.com/main:1" };

function job(draw: Draw, at: number): JsonObject {
  const parallelism = draw.integer(1, MOST_PODS);
  const labels = { "example.dev/queue": "main", "example.dev/priority": String(draw.integer(0, 2)) };
  const template = { spec: { restartPolicy: "Never", containers: [container] } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `job-${at}`, namespace: "default", labels },
    spec: { suspend: true, parallelism, completions: parallelism, template },
  };
}

/** Two to five Jobs that arrive within three seconds. */
export const workload = (draw: Draw): OwnWorld => ({
  actions: draw.list(2, 5, (at) => ({ atMs: draw.instantMs(3_000), op: "createJob", manifest: job(draw, at) })),
  pods: { default: draw.pod(), rules: [] },
});

export const features = ["lag", "lateWatches", "stalls", "restarts"] as const;
