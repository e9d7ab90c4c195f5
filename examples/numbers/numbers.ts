/**
 * A leader-elected pair: each Job gets a number of its own. The leader keeps the next number in memory, so that two of
 * them at once would give a number twice.
 *
 * jobsim check --module examples/numbers/numbers.ts --runs 1000
 */

import {
  type ControllerDefinition,
  type Feature,
  type Invariant,
  isCommitOf,
  type Job,
  type JsonObject,
  LEASE,
  type Reconcile,
  type ReconcileTools,
  replicas,
  sometimes,
  type Workload,
} from "jobsim/testing";
import { Election } from "./election.ts";

const LEASE_NAME = "numbers";
const MINUTE_MS = 60_000;
const NUMBER = "example.dev/number";

function numberOf({ metadata }: Job): number | undefined {
  const number = metadata.annotations?.[NUMBER];
  return number === undefined ? undefined : Number(number);
}

/** Takes part in an election. */
export type Elect = (...args: ConstructorParameters<typeof Election>) => Election;

function startNumbers(tools: ReconcileTools, join: Elect): Reconcile {
  const { api, enqueue } = tools;
  const waiting = new Set<string>();
  const numbers = new Map<string, number>();
  let next = 1;
  const election = join(tools, LEASE_NAME, async () => {
    for (const job of await api.listJobs("default")) next = Math.max(next, (numberOf(job) ?? 0) + 1);
    for (const key of waiting) enqueue(key);
  });
  return async (key) => {
    const [namespace = "", name = ""] = key.split("/");
    const job = election.isElected ? await api.getJob(namespace, name) : undefined;
    if (!election.leads) {
      waiting.add(key);
      return undefined;
    }
    if (job === undefined || numberOf(job) !== undefined) return undefined;
    const { uid } = job.metadata;
    const number = numbers.get(uid) ?? next++;
    // A patch whose answer was lost is sent again with the same number.
    numbers.set(uid, number);
    await api.patchJob(namespace, name, { metadata: { annotations: { [NUMBER]: String(number) } } });
    return undefined;
  };
}

export function numbers(join: Elect): ControllerDefinition {
  return {
    name: "numbers",
    watches: { jobs: ({ metadata }) => [`${metadata.namespace}/${metadata.name}`] },
    start: (tools) => startNumbers(tools, join),
  };
}

const elect: Elect = (...args) => new Election(...args);

export const controllers = [replicas(2, numbers(elect))];

const numberedOnce: Invariant = {
  id: "numbered-once",
  sentence: "No two Jobs have the same number, and no Job ever gets another one.",
  source: "the promise of numbers",
  watch: (ledger) => ({
    job({ object, previous }, record, report) {
      const number = numberOf(object);
      const before = previous === undefined ? undefined : numberOf(previous);
      if (number === undefined || number === before) return;
      report.armed();
      const other = [...ledger.jobs.values()].find(({ uid, job }) => uid !== record.uid && numberOf(job) === number);
      if (other !== undefined) report({ job: record, message: `${number} is also the number of ${other.key}` });
      if (before !== undefined) report({ job: record, message: `its number was ${before}, and is ${number}` });
    },
  }),
};

const writtenByLeader: Invariant = {
  id: "written-by-leader",
  sentence: "Only the process that holds the Lease gives numbers.",
  source: "the promise of leader election",
  watch() {
    let holder = "";
    return {
      entry(entry) {
        if (isCommitOf(LEASE, entry) && entry.object.metadata.name === LEASE_NAME)
          holder = entry.object.spec?.holderIdentity ?? "";
      },
      job({ actor, object, previous }, record, report) {
        if (previous === undefined || numberOf(object) === numberOf(previous)) return;
        report.armed();
        if (!holder.startsWith(`${actor}_`))
          report({ job: record, message: `${actor} gives a number while ${holder} holds the Lease` });
      },
    };
  },
};

const allNumbered: Invariant = {
  id: "all-numbered",
  sentence: "In the end every Job has a number.",
  source: "the promise of numbers",
  liveness: true,
  watch: (ledger) => ({
    end(report) {
      for (const record of ledger.jobs.values()) {
        report.armed();
        if (!record.gone && numberOf(record.job) === undefined) report({ job: record, message: "it has no number" });
      }
    },
  }),
};

/** Without a change of leaders the pair would be no better tested than a single process. */
const tookOver = sometimes("one replica gives a number after the other one did", () => {
  let last: string | undefined;
  return {
    job({ actor, object, previous }, _record, report) {
      if (previous === undefined || numberOf(object) === numberOf(previous)) return;
      if (last !== undefined && last !== actor) report.armed();
      last = actor;
    },
  };
});

export const invariants: readonly Invariant[] = [numberedOnce, writtenByLeader, allNumbered, tookOver];

function suspendedJob(name: string): JsonObject {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: { suspend: true, template },
  };
}

/** Two to six Jobs within a minute, some of them when renewals of the Lease, which failed for a while, succeed again. */
export const workload: Workload = (draw) => ({
  actions: draw.list(2, 6, (at) => ({
    atMs: draw.instantMs(MINUTE_MS),
    op: "createJob",
    manifest: suspendedJob(`job-${at}`),
  })),
  faults: draw.list(0, 2, () => {
    const toMs = draw.instantMs(MINUTE_MS);
    return {
      fromMs: Math.max(0, toMs - draw.durationMs(MINUTE_MS / 2)),
      toMs,
      verb: "update",
      resource: "leases",
      error: "internal",
    };
  }),
  // An election never comes to rest, so a run needs an end: long after the last fault.
  untilMs: 10 * MINUTE_MS,
});

/**
 * A write that takes effect long after it was sent would need a fence, which Kubernetes' leader election is not. With
 * reads of the past two processes can both believe that the Lease is free, and one of them finds out by its conflict.
 */
export const features: readonly Feature[] = [
  "restarts",
  "crashes",
  "partitions",
  "crashPoints",
  "lag",
  "latency",
  "slowCalls",
  "lostAnswers",
  "stalls",
  "relists",
  "lateWatches",
];
