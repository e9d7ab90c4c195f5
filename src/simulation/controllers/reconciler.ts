/**
 * The definition of a custom controller: what it watches and how it reconciles a key.
 *
 * A definition runs on the virtual clock, with any faults. A reconcile is either a process (a generator that yields
 * batches of requests and is resumed with their answers) or an async function in the style of client libraries.
 */

import { type AnyKind, isOfKind, type Kind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { Job, KubeObject, Pod } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { JobCommit, PodCommit } from "../../apiserver/log.ts";
import { EventRecorder } from "../../controller/event-recorder.ts";
import { Informer } from "../../controller/informer.ts";
import type { Handlers, SharedInformer } from "../../controller/shared-informer.ts";
import { defaultRetryDelay, type RetryDelay, WorkQueue } from "../../controller/work-queue.ts";
import { AsyncApi } from "./async-api.ts";
import { type ControllerProcess, type Host, informerOf, type StartControllers } from "./controllers.ts";
import { ProcessClock, type ReconcileClock } from "./process-clock.ts";
import { cacheFor } from "./reconcile-observer.ts";
import { type Reconcile, Workers } from "./workers.ts";

export type { Reconcile, ReconcileResult } from "./workers.ts";

/** The cache of one kind. */
export interface Lister<T extends KubeObject> {
  get(namespace: string, name: string): T | undefined;
  /** All objects of a namespace, or of all namespaces. */
  list(namespace?: string): readonly T[];
}

/** A watch of one kind by a controller; see `watch`. */
export interface Watch {
  readonly of: AnyKind;
  /** The keys to enqueue for a change. */
  readonly keysOf: (object: KubeObject, previous: KubeObject | undefined) => Iterable<string>;
}

/**
 * Watches a kind for a controller.
 *
 * @param keysOf the keys to enqueue for an object that is new, changed (with its previous state), or deleted
 * @example
 * const definition: ControllerDefinition = {
 *   name: "cordoner",
 *   watches: { kinds: [watch(NODE, (node) => [node.metadata.name])] },
 *   start: () => cordon,
 * };
 */
export function watch<T extends KubeObject>(
  of: Kind<T>,
  keysOf: (object: T, previous: T | undefined) => Iterable<string>,
): Watch {
  return {
    of,
    keysOf: (object, previous) => {
      if (!isOfKind(of, object)) return [];
      return keysOf(object, previous !== undefined && isOfKind(of, previous) ? previous : undefined);
    },
  };
}

/** Objects as the watch last showed them: possibly stale. */
export interface Caches {
  /** The cache of a watched kind other than Jobs and pods; empty if the kind is not watched. */
  of<T extends KubeObject>(of: Kind<T>): Lister<T>;
  readonly jobs: Collection<Job>;
  readonly pods: Collection<Pod>;
}

/** The tools of a reconciler. */
export interface ReconcileTools {
  readonly caches: Caches;
  /** Live reads and writes, for async functions. */
  readonly api: AsyncApi;
  /** Posts Kubernetes Events. */
  readonly recorder: EventRecorder;
  /** Virtual time, with timers; `setTimeout` of the runtime never fires in a run. */
  readonly clock: ReconcileClock;
  /** The current instant of the virtual clock, in milliseconds since 1970. */
  readonly instantMs: () => number;
  /**
   * The identity of this process: the name of the controller and a suffix that each start of it changes, like that of
   * client-go's leader election.
   */
  readonly identity: string;
  /** Adds a key to the work queue, as a change of a watched object does. */
  readonly enqueue: (key: string) => void;
  /**
   * Ends the process immediately, like `process.exit`; another one starts after `downMs` (1 s by default) with empty
   * memory. Controllers that share the process end with it: `replicas` have one each.
   */
  readonly exit: (downMs?: number) => void;
}

/** A controller. */
export interface ControllerDefinition {
  /** The actor in the log. */
  readonly name: string;
  /** The keys to enqueue for a change; resources without a function are not watched. */
  readonly watches: {
    readonly jobs?: (job: Job, previous: Job | undefined) => Iterable<string>;
    readonly pods?: (pod: Pod, previous: Pod | undefined) => Iterable<string>;
    /** Any other kinds; see `watch`. */
    readonly kinds?: readonly Watch[];
  };
  /** Number of keys that are processed at the same time; 1 by default. */
  readonly workers?: number;
  /** Retry delay by number of failures in a row; by default 5 ms, doubling up to 1000 s, as in client-go. */
  readonly retryDelay?: RetryDelay;
  /** Creates the reconcile function of a new process. */
  readonly start: (tools: ReconcileTools) => Reconcile;
}

/** From the exit of a process to its next start. */
const DOWN_MS = 1_000;

/**
 * Turns a definition into a controller that can be started.
 *
 * @example
 * simulate(plan, { controllers: together(builtInControllers, controller(definition)) });
 */
export function controller(definition: ControllerDefinition): StartControllers {
  return Object.assign((host: Host) => startController(host, definition), { ownNames: [definition.name] });
}

function startController(host: Host, definition: ControllerDefinition): ControllerProcess {
  const { loop, server, listWatch, observer } = host;
  const { name, watches, workers = 1, retryDelay = defaultRetryDelay } = definition;
  const informers = new Map<string, SharedInformer<KubeObject>>();
  const caches: Caches = {
    jobs: cacheFor(JOB.resource, observer),
    pods: cacheFor(POD.resource, observer),
    of: (of) => listerOf(of, informers.get(of.resource)?.cache),
  };
  const queue = new WorkQueue(loop, retryDelay);
  const client = host.connect(name);
  const clock = new ProcessClock(host, name);
  const tools: ReconcileTools = {
    caches,
    api: new AsyncApi(host, client),
    recorder: new EventRecorder(server.storage, client, name),
    clock,
    instantMs: clock.instantMs,
    identity: `${name}_${host.generation}`,
    enqueue: (key) => queue.add(key),
    exit: (downMs = DOWN_MS) => host.exit(downMs),
  };
  const reconcile = definition.start(tools);
  const version = listWatch.resourceVersion;
  const add = (keys: Iterable<string> | undefined) => {
    for (const key of keys ?? []) queue.add(key);
  };
  const jobs = new Informer<JobCommit>(loop, host.watchLagMs.jobs, version, ({ type, object, previous }) => {
    if (type === "DELETED") caches.jobs.delete(object.metadata.namespace, object.metadata.name);
    else caches.jobs.set(object);
    add(watches.jobs?.(object, previous));
  });
  const pods = new Informer<PodCommit>(loop, host.watchLagMs.pods, version, ({ type, object, previous }) => {
    if (type === "DELETED") caches.pods.delete(object.metadata.namespace, object.metadata.name);
    else caches.pods.set(object);
    add(watches.pods?.(object, previous));
  });
  new Workers(host, { actor: name, client, api: tools.api, clock }, queue, workers, reconcile);
  for (const job of listWatch.jobs) caches.jobs.set(job);
  for (const pod of listWatch.pods) caches.pods.set(pod);
  for (const job of caches.jobs) add(watches.jobs?.(job, undefined));
  for (const pod of caches.pods) add(watches.pods?.(pod, undefined));
  for (const { of, keysOf } of watches.kinds ?? []) {
    const see = (object: KubeObject, previous?: KubeObject) => add(keysOf(object, previous));
    const handlers: Handlers<KubeObject> = { add: see, update: see, delete: (object) => see(object) };
    informers.set(of.resource, informerOf(host, of, handlers));
  }
  listWatch.follow(
    (entry) => {
      if (entry.kind !== "commit") return;
      if (entry.resource === "jobs") jobs.committed(entry);
      else if (entry.resource === "pods") pods.committed(entry);
    },
    undefined,
    ["jobs", "pods"],
  );
  return {
    stop: () => {
      clock.stop();
      queue.stop();
      jobs.stop();
      pods.stop();
      for (const informer of informers.values()) informer.stop();
    },
  };
}

function listerOf<T extends KubeObject>(of: Kind<T>, cache: Collection<KubeObject> | undefined): Lister<T> {
  return {
    get: (namespace, name) => {
      const object = cache?.get(namespace, name);
      return object !== undefined && isOfKind(of, object) ? object : undefined;
    },
    list: (namespace) => {
      const objects = namespace === undefined ? cache : cache?.inNamespace(namespace);
      return [...(objects ?? [])].filter((object) => isOfKind(of, object));
    },
  };
}
