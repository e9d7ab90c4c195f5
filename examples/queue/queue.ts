/**
 * A queue on suspend: Jobs are created suspended, and this controller admits them by priority, then age, while no more
 * than four pods of admitted, unfinished Jobs are wanted. It suspends nothing again.
 *
 * jobsim check --module examples/queue/queue.ts --runs 1000
 */

import {
  type ControllerDefinition,
  type Feature,
  type Invariant,
  type Job,
  type JsonObject,
  type OwnWorld,
  type ReconcileTools,
  sometimes,
  type Workload,
} from "jobsim/testing";

const QUEUE = "example.dev/queue";
const PRIORITY = "example.dev/priority";
const QUOTA = 4;
/** All Jobs share one quota, so there is one key. */
const KEY = "queue";

function isFinished({ status }: Job): boolean {
  return (status.conditions ?? []).some(
    ({ type, status: is }) => (type === "Complete" || type === "Failed") && is === "True",
  );
}

function podsOf({ spec }: Job): number {
  return spec.parallelism ?? 1;
}

function priorityOf({ metadata }: Job): number {
  return Number(metadata.labels?.[PRIORITY] ?? 0);
}

/** The Jobs of the queue that wait or run, those to admit first in front. */
export function inTurn(jobs: Iterable<Job>): Job[] {
  return [...jobs]
    .filter((job) => job.metadata.labels?.[QUEUE] !== undefined && !isFinished(job))
    .sort((a, b) => priorityOf(b) - priorityOf(a) || (ageOf(a) < ageOf(b) ? -1 : 1));
}

function ageOf({ metadata }: Job): string {
  return `${metadata.creationTimestamp} ${metadata.name}`;
}

/** Admits what fits, in turn; `isAdmitted` says what takes up quota already. */
export async function admit(
  { api, caches }: ReconcileTools,
  isAdmitted: (job: Job) => boolean,
  note: (job: Job) => void = () => {},
): Promise<undefined> {
  const jobs = inTurn(caches.jobs);
  let taken = jobs.filter(isAdmitted).reduce((sum, job) => sum + podsOf(job), 0);
  for (const job of jobs) {
    if (!isAdmitted(job)) {
      // The first that does not fit holds back those behind it: otherwise small Jobs would starve large ones.
      if (taken + podsOf(job) > QUOTA) return;
      taken += podsOf(job);
      note(job);
    }
    if (job.spec.suspend === true) {
      await api.patchJob(job.metadata.namespace, job.metadata.name, { spec: { suspend: false } });
    }
  }
  return undefined;
}

/**
 * It remembers what it admitted: the cache may not show it yet, or no longer. A patch whose answer was lost is sent
 * again.
 */
export const queue: ControllerDefinition = {
  name: "queue",
  watches: { jobs: () => [KEY] },
  start: (tools) => {
    const admitted = new Set<string>();
    return () => {
      for (const { spec, metadata } of tools.caches.jobs) if (spec.suspend !== true) admitted.add(metadata.uid);
      return admit(
        tools,
        ({ metadata }) => admitted.has(metadata.uid),
        ({ metadata }) => admitted.add(metadata.uid),
      );
    };
  },
};

export const controllers: readonly ControllerDefinition[] = [queue];

const quotaKept: Invariant = {
  id: "quota-kept",
  sentence: "At no instant more than four pods of admitted, unfinished Jobs are wanted.",
  source: "the queue's promise",
  watch: (ledger) => ({
    job(_commit, record, report) {
      const jobs = [...ledger.jobs.values()].filter(({ gone }) => !gone).map(({ job }) => job);
      const pods = inTurn(jobs)
        .filter(({ spec }) => spec.suspend !== true)
        .reduce((sum, job) => sum + podsOf(job), 0);
      if (pods === QUOTA) report.armed();
      if (pods > QUOTA) report({ job: record, message: `${pods} pods admitted, quota ${QUOTA}`, numbers: { pods } });
    },
  }),
};

const allRun: Invariant = {
  id: "all-run",
  sentence: "In the end every Job has run.",
  source: "the queue's promise",
  liveness: true,
  watch: (ledger) => ({
    end(report) {
      for (const record of ledger.jobs.values()) {
        report.armed();
        if (!record.gone && !isFinished(record.job)) {
          report({ job: record, message: `${record.job.metadata.name} has not run` });
        }
      }
    },
  }),
};

/** Without it the quota would be kept by a queue that nobody crowds. */
const someWait = sometimes("a Job waits while the quota is full", (ledger) => ({
  job(_commit, _record, report) {
    const jobs = inTurn([...ledger.jobs.values()].filter(({ gone }) => !gone).map(({ job }) => job));
    const isWaiting = ({ spec }: Job) => spec.suspend === true;
    const taken = jobs.filter((job) => !isWaiting(job)).reduce((sum, job) => sum + podsOf(job), 0);
    if (taken === QUOTA && jobs.some(isWaiting)) report.armed();
  },
}));

export const invariants: readonly Invariant[] = [quotaKept, allRun, someWait];

function waitingJob(name: string, pods: number, priority: number): JsonObject {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
  const labels = { [QUEUE]: "main", [PRIORITY]: String(priority) };
  const spec = { suspend: true, parallelism: pods, completions: pods, template };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace: "default", labels }, spec };
}

/** Two to five Jobs of one to four pods, most of them at nearly the same time. */
export const workload: Workload = (draw) => ({
  actions: draw.list(2, 5, (at) => ({
    atMs: draw.instantMs(),
    op: "createJob",
    manifest: waitingJob(`job-${at}`, draw.integer(1, QUOTA), draw.integer(0, 2)),
  })),
  pods: { default: draw.pod(), rules: [] },
});

/** Two Jobs that do not fit together, the second of which is urgent, for a search of all schedules. */
export const world: OwnWorld = {
  actions: [
    { atMs: 0, op: "createJob", manifest: waitingJob("large", QUOTA, 0) },
    { atMs: 500, op: "createJob", manifest: waitingJob("urgent", 1, 1) },
  ],
};

/**
 * Two processes at once, and writes of one that died, would need a fence, which this queue does not have. After lists
 * from the past the Job controller itself can stand still (Kubernetes issue 59848), and then no queue can go on.
 */
export const features: readonly Feature[] = [
  "restarts",
  "crashPoints",
  "lag",
  "latency",
  "apiErrors",
  "lostAnswers",
  "stalls",
  "relists",
  "repeats",
  "lateWatches",
];
