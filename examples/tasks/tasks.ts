/**
 * A retrying owner of Jobs, of a kind of its own with a finalizer: a Task gets a Job, and another one if that fails, up
 * to its attempts; a Task that is deleted stays until its Jobs are gone.
 *
 * jobsim check --module examples/tasks/tasks.ts --runs 1000
 */

import {
  ApiRequestError,
  type ControllerDefinition,
  type Draw,
  type Feature,
  type Invariant,
  type Job,
  type JsonObject,
  type KubeObject,
  kind,
  type OwnWorld,
  type ReconcileTools,
  sometimes,
  watch,
} from "jobsim/testing";

export interface Task extends KubeObject {
  readonly spec: { readonly attempts: number };
}

const API_VERSION = "example.dev/v1";
const FINALIZER = "example.dev/jobs";
const LABEL = "example.dev/task";
const DECLARED = { apiVersion: API_VERSION, kind: "Task", plural: "tasks" } as const;
const TASK = kind<Task>(DECLARED);

export const kinds = [TASK];

function isOver({ status }: Job): "Complete" | "Failed" | undefined {
  const ended = status.conditions?.find(
    ({ type, status: is }) => (type === "Complete" || type === "Failed") && is === "True",
  );
  return ended?.type === "Complete" || ended?.type === "Failed" ? ended.type : undefined;
}

function ownerOf({ metadata }: Job): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

function jobFor({ metadata }: Task, attempt: number): JsonObject {
  const { namespace, name, uid } = metadata;
  const owner = { apiVersion: API_VERSION, kind: "Task", name, uid, controller: true, blockOwnerDeletion: true };
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
  const labels = { [LABEL]: name };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    // The name is the lock: a second creation of one attempt is refused, however old the view is.
    metadata: { namespace, name: `${name}-${attempt}`, labels, ownerReferences: [owner] },
    spec: { backoffLimit: 0, template },
  };
}

async function createOnce({ api }: ReconcileTools, job: JsonObject): Promise<void> {
  try {
    await api.createJob(job);
  } catch (error) {
    if (!(error instanceof ApiRequestError) || error.reason !== "AlreadyExists") throw error;
  }
}

/** Where the controller looks for the Jobs of a namespace. */
export type FindJobs = (tools: ReconcileTools, namespace: string) => Promise<readonly Job[]>;

async function reconcile(key: string, tools: ReconcileTools, find: FindJobs): Promise<undefined> {
  const { api } = tools;
  const [namespace = "", name = ""] = key.split("/");
  const task = await api.get(TASK, namespace, name);
  if (task === undefined) return undefined;
  const { uid, finalizers = [], deletionTimestamp } = task.metadata;
  const jobs = (await find(tools, namespace)).filter((job) => ownerOf(job) === uid);
  if (deletionTimestamp !== undefined) {
    for (const { metadata } of jobs) await api.deleteJob(namespace, metadata.name);
    if (jobs.length === 0 && finalizers.includes(FINALIZER)) await setFinalizers(tools, task, []);
    return undefined;
  }
  // Before it makes anything, it makes sure to be asked before the Task goes.
  if (!finalizers.includes(FINALIZER)) return setFinalizers(tools, task, [...finalizers, FINALIZER]);
  const isDone = jobs.some((job) => isOver(job) !== "Failed");
  if (!isDone && jobs.length < task.spec.attempts) await createOnce(tools, jobFor(task, jobs.length));
  return undefined;
}

async function setFinalizers({ api }: ReconcileTools, { metadata }: Task, finalizers: string[]): Promise<undefined> {
  const { namespace, name, resourceVersion } = metadata;
  await api.patch(TASK, namespace, name, { type: "merge", body: { metadata: { finalizers, resourceVersion } } });
}

export function tasks(find: FindJobs): ControllerDefinition {
  return {
    name: "tasks",
    watches: {
      jobs: ({ metadata }) => {
        const task = metadata.labels?.[LABEL];
        return task === undefined ? [] : [`${metadata.namespace}/${task}`];
      },
      kinds: [watch(TASK, ({ metadata }) => [`${metadata.namespace}/${metadata.name}`])],
    },
    start: (tools) => (key) => reconcile(key, tools, find),
  };
}

/** It asks the API server: a cache that is behind would let a Task go before its Jobs. */
export const controllers: readonly ControllerDefinition[] = [tasks(({ api }, namespace) => api.listJobs(namespace))];

const oneAtATime: Invariant = {
  id: "one-attempt-at-a-time",
  sentence: "A Task never has two unfinished Jobs, nor more Jobs than attempts.",
  source: "the promise of tasks",
  watch(ledger) {
    const attempts = new Map<string, number>();
    return {
      entry(entry) {
        if (entry.kind !== "commit" || entry.resource !== "objects" || !isTask(entry.object)) return;
        attempts.set(entry.object.metadata.uid, entry.object.spec.attempts);
      },
      job({ type, object }, record, report) {
        const uid = ownerOf(object);
        if (type !== "ADDED" || uid === undefined) return;
        const jobs = [...ledger.jobs.values()].filter(({ job }) => ownerOf(job) === uid);
        const open = jobs.filter(({ gone, job }) => !gone && isOver(job) === undefined);
        report.armed();
        if (open.length > 1) report({ job: record, message: `${open.length} Jobs of one Task run` });
        if (jobs.length > (attempts.get(uid) ?? 0)) report({ job: record, message: `${jobs.length} Jobs were made` });
      },
    };
  },
};

function isTask(object: KubeObject): object is Task {
  return object.apiVersion === API_VERSION && object.kind === "Task";
}

const goneLast: Invariant = {
  id: "task-gone-last",
  sentence: "A Task that is gone has left no Job that was not deleted.",
  source: "the promise of tasks",
  watch: (ledger) => ({
    entry(entry, report) {
      if (entry.kind !== "commit" || entry.resource !== "objects" || entry.type !== "DELETED") return;
      const { uid, name } = entry.object.metadata;
      const left = [...ledger.jobs.values()].find(({ gone, job }) => !gone && ownerOf(job) === uid);
      report.armed();
      if (left !== undefined)
        report({ job: left, message: `${name} is gone before its Job ${left.job.metadata.name}` });
    },
  }),
};

const retried = sometimes("an attempt follows one that failed", (ledger) => ({
  job({ type, object }, _record, report) {
    const others = [...ledger.jobs.values()].filter(({ job }) => ownerOf(job) === ownerOf(object));
    if (type === "ADDED" && others.some(({ job }) => isOver(job) === "Failed")) report.armed();
  },
}));

export const invariants: readonly Invariant[] = [oneAtATime, goneLast, retried];

/** One to three Tasks whose pods may fail, some of which are deleted. */
export const workload = (draw: Draw): OwnWorld => ({
  kinds: [DECLARED],
  actions: draw
    .list(1, 3, (at) => at)
    .flatMap((at): OwnWorld["actions"] => {
      const metadata = { namespace: "default", name: `task-${at}` };
      const spec = { attempts: draw.integer(1, 3) };
      const atMs = draw.instantMs();
      const create = {
        atMs,
        op: "createObject",
        manifest: { apiVersion: API_VERSION, kind: "Task", metadata, spec },
      } as const;
      if (!draw.chance(40)) return [create];
      const object = { apiVersion: API_VERSION, kind: "Task", ...metadata };
      return [create, { atMs: atMs + draw.durationMs(20_000), op: "deleteObject", object }];
    }),
  pods: { default: draw.pod(), rules: [] },
});

/** A write that takes effect after its process died would need a fence. */
export const features: readonly Feature[] = [
  "restarts",
  "lag",
  "apiErrors",
  "lostAnswers",
  "stalls",
  "relists",
  "lateWatches",
];
