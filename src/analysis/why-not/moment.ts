/** The state of the API server at one moment of a run, with what came before and after. */

import type { Node } from "../../api/kinds/node.ts";
import { NODE } from "../../api/kinds/node.ts";
import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import {
  type EventEntry,
  isCommitOf,
  type JobCommit,
  type KindCommit,
  type LogEntry,
  type PodCommit,
  type ProcessEntry,
  type RequestEntry,
} from "../../apiserver/log.ts";
import { AUTOSCALER } from "../../simulation/autoscaler/pool.ts";
import type { JobRef, SimulationPlan } from "../../simulation/plan.ts";
import { KUEUE } from "../../simulation/queues/queue.ts";
import type { Simulation } from "../../simulation/simulation.ts";

/** Every version of one object, oldest first, with the number of those at the moment or before it. */
export interface ObjectHistory<C> {
  readonly commits: readonly C[];
  /** The last version at the moment. */
  readonly now: C;
  readonly at: number;
}

export interface PodHistory extends ObjectHistory<PodCommit> {
  readonly label: string;
}

/** An unfinished Job, or one that could not be created. */
export interface JobAtMoment extends ObjectHistory<JobCommit> {
  readonly ref: JobRef;
  /** Pods that existed at the moment. */
  readonly pods: readonly PodHistory[];
  /** Pods that came after the moment. */
  readonly later: readonly PodCommit[];
  /** Requests of controllers about the Job and its pods that were refused. */
  readonly refusals: readonly RequestEntry[];
}

export interface Moment {
  readonly plan: SimulationPlan;
  readonly atMs: number;
  readonly jobs: readonly JobAtMoment[];
  /** Jobs that are gone while pods of theirs are not. */
  readonly leftBehind: readonly JobAtMoment[];
  /** Users' refused requests to create a Job that does not exist. */
  readonly refusedCreations: readonly RequestEntry[];
  readonly nodes: ReadonlyMap<string, ObjectHistory<KindCommit<Node>>>;
  /** What queues last said about Jobs, and the autoscaler about pods, by namespace and name. */
  readonly says: ReadonlyMap<string, string>;
  /** Pods of any owner that had not ended. */
  readonly living: readonly PodCommit[];
  /** Those of them that had a node. */
  readonly tenants: readonly PodCommit[];
  readonly processes: readonly ProcessEntry[];
  /** Everything that existed at the moment, by the name of its Job. */
  readonly podsInUse: (namespace: string) => ReadonlyMap<string, number>;
}

/** What was gathered of a run, for any moment of it; each list is in the order of time. */
export interface RunHistory {
  readonly jobs: Map<string, JobCommit[]>;
  readonly pods: Map<number, PodCommit[]>;
  readonly nodes: Map<string, KindCommit<Node>[]>;
  readonly refusals: RequestEntry[];
  readonly processes: ProcessEntry[];
  readonly sayings: EventEntry[];
}

/**
 * Reads a run up to a moment, and beyond.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @param atMs virtual milliseconds
 * @param gathered what `gather` found in its log
 */
export function readMoment({ plan, identities }: Simulation, atMs: number, gathered: RunHistory): Moment {
  const podsOf = new Map<string, PodHistory[]>();
  const laterOf = new Map<string, PodCommit[]>();
  const living: PodCommit[] = [];
  for (const commits of gathered.pods.values()) {
    const latest = historyOf(commits, atMs)?.now;
    if (latest !== undefined && latest.type !== "DELETED" && !isEnded(latest)) living.push(latest);
    const [first] = commits;
    const owner = first === undefined ? undefined : ownerKey(first);
    if (first === undefined || owner === undefined) continue;
    const history = historyOf(commits, atMs);
    if (first.timeMs > atMs) listed(laterOf, owner).push(first);
    else if (history !== undefined && history.now.type !== "DELETED") {
      listed(podsOf, owner).push({ ...history, label: identities.label(first.object.metadata.uid) });
    }
  }
  const refusalsOf = new Map<string, RequestEntry[]>();
  for (const entry of gathered.refusals) {
    const key = refusedJob(entry);
    if (key !== undefined) listed(refusalsOf, key).push(entry);
  }
  const all = [...gathered.jobs.values()].flatMap((commits): JobAtMoment[] => {
    const history = historyOf(commits, atMs);
    if (history === undefined) return [];
    const { namespace, name } = history.now.object.metadata;
    const key = `${namespace}/${name}`;
    const refusals = refusalsOf.get(key) ?? [];
    return [
      { ...history, ref: { namespace, name }, pods: podsOf.get(key) ?? [], later: laterOf.get(key) ?? [], refusals },
    ];
  });
  const jobs = all.filter(({ now }) => now.type !== "DELETED");
  const there = new Set(jobs.map(({ ref: { namespace, name } }) => `${namespace}/${name}`));
  const nodes = [...gathered.nodes].flatMap(([name, commits]) => {
    const history = historyOf(commits, atMs);
    return history === undefined ? [] : [[name, history] as const];
  });
  return {
    plan,
    atMs,
    jobs,
    leftBehind: all.filter(({ now, ref: { namespace, name }, pods }) => {
      return now.type === "DELETED" && pods.length > 0 && !there.has(`${namespace}/${name}`);
    }),
    refusedCreations: gathered.refusals.filter(
      ({ resource, verb, timeMs, namespace, name }) =>
        resource === "jobs" && verb === "create" && timeMs <= atMs && !there.has(`${namespace}/${name}`),
    ),
    nodes: new Map(nodes),
    says: new Map(
      gathered.sayings
        .filter(({ timeMs }) => timeMs <= atMs)
        .map(({ regarding: { namespace, name }, message }) => [`${namespace}/${name}`, message]),
    ),
    living,
    tenants: living.filter(({ object }) => (object.spec.nodeName ?? "") !== ""),
    processes: gathered.processes,
    podsInUse: (namespace) => podsInUse(podsOf, namespace),
  };
}

/** Reads a log once, for all moments that are asked about. */
export function gather(entries: readonly LogEntry[]): RunHistory {
  const gathered: RunHistory = {
    jobs: new Map(),
    pods: new Map(),
    nodes: new Map(),
    refusals: [],
    processes: [],
    sayings: [],
  };
  for (const entry of entries) {
    if (entry.kind === "process") gathered.processes.push(entry);
    else if (entry.kind === "event") {
      if (entry.actor === KUEUE || entry.actor === AUTOSCALER) gathered.sayings.push(entry);
    } else if (entry.kind === "request") {
      if (entry.error !== undefined) gathered.refusals.push(entry);
    } else if (entry.kind === "commit") {
      if (entry.resource === "jobs") listed(gathered.jobs, entry.object.metadata.uid).push(entry);
      else if (entry.resource === "pods") listed(gathered.pods, entry.slot).push(entry);
      else if (isCommitOf(NODE, entry)) listed(gathered.nodes, entry.object.metadata.name).push(entry);
    }
  }
  return gathered;
}

function listed<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}

function historyOf<C extends { readonly timeMs: number }>(
  commits: readonly C[],
  atMs: number,
): ObjectHistory<C> | undefined {
  const at = commits.findLastIndex(({ timeMs }) => timeMs <= atMs);
  const now = commits[at];
  return now === undefined ? undefined : { commits, now, at };
}

function ownerKey({ object: { metadata } }: PodCommit): string | undefined {
  const owner = controllerNameOf(metadata.ownerReferences);
  return owner?.kind === "Job" ? `${metadata.namespace}/${owner.name}` : undefined;
}

/** The Job that a refused request was about: the Job itself, or one of its pods. */
function refusedJob({ resource, namespace, name, owner, actor }: RequestEntry): string | undefined {
  if (actor === "user") return undefined;
  if (resource === "jobs") return `${namespace}/${name}`;
  return owner?.kind === "Job" ? `${namespace}/${owner.name}` : undefined;
}

/** Pods that have not ended, counted by their Jobs: the most first. */
function podsInUse(podsOf: ReadonlyMap<string, readonly PodHistory[]>, namespace: string): ReadonlyMap<string, number> {
  const counts = [...podsOf].flatMap(([key, pods]) => {
    const [space, name = ""] = key.split("/");
    const count = pods.filter(({ now }) => !isEnded(now)).length;
    return space === namespace && count > 0 ? [[name, count] as const] : [];
  });
  return new Map(counts.sort(([, a], [, b]) => b - a));
}

/** Whether the containers of a pod have ended for good. */
export function isEnded({ object: { status } }: PodCommit): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}
