/** Observes what custom controllers read and write, for stories; it costs nothing in a run without an observer. */

import type { KubeObject } from "../../api/types.ts";
import { Collection } from "../../apiserver/collection.ts";
import type { Actor } from "../../apiserver/log.ts";
import { isRead, type Request, requestedResource } from "../../apiserver/requests.ts";
import type { Process } from "../../controller/process.ts";

/** A reconcile of a key, or the callback of a timer. */
export interface Activity {
  readonly actor: Actor;
  /** The key; absent for a timer. */
  readonly key?: string;
}

/** What was read at once. */
export interface Reading {
  readonly from: "cache" | "server";
  /** The resource name of the kind. */
  readonly resource: string;
  /** The namespace and name that were read; all of them if absent. */
  readonly namespace?: string;
  readonly name?: string;
  /** Whether a selector may have excluded objects. */
  readonly isSelection: boolean;
  readonly objects: readonly KubeObject[];
}

/** Receives what activities read and send. */
export interface ReconcileObserver {
  /** Runs a part of an activity; everything that it reads and sends belongs to that activity. */
  within<T>(activity: Activity, work: () => T): T;
  /** The current activity. */
  readonly current: Activity | undefined;
  read(activity: Activity, reading: Reading): void;
  sent(activity: Activity, request: Request): void;
}

/** The same process, with everything that it reads and sends observed as part of an activity. */
export function* observed<R>(process: Process<R>, activity: Activity, observer: ReconcileObserver): Process<R> {
  let step = observer.within(activity, () => process.next());
  while (step.done !== true) {
    const batch = step.value;
    for (const request of batch) if (!isRead(request)) observer.sent(activity, request);
    const answers = yield batch;
    for (const [at, request] of batch.entries()) {
      const answer = answers[at];
      if (!isRead(request) || answer === undefined) continue;
      if (answer.ok || answer.error.reason === "NotFound") {
        observer.read(activity, readingOf(request, answer.ok ? answer.object : undefined));
      }
    }
    step = observer.within(activity, () => process.next(answers));
  }
  return step.value;
}

function readingOf(request: Request, object: KubeObject | undefined): Reading {
  const objects = object === undefined ? [] : "items" in object && isList(object.items) ? object.items : [object];
  const resource = requestedResource(request);
  if (request.verb !== "list") return { from: "server", resource, isSelection: false, objects, ...placeOf(request) };
  const { namespace, labelSelector, fieldSelector } = request;
  const isSelection = labelSelector !== undefined || fieldSelector !== undefined;
  return { from: "server", resource, isSelection, objects, ...(namespace === undefined ? {} : { namespace }) };
}

function isList(items: unknown): items is readonly KubeObject[] {
  return Array.isArray(items);
}

function placeOf(request: Request): { readonly namespace?: string; readonly name?: string } {
  return "name" in request ? { namespace: request.namespace, name: request.name } : {};
}

/** An empty cache, which reports what is read from it if there is an observer. */
export function cacheFor<T extends KubeObject>(
  resource: string,
  observer: ReconcileObserver | undefined,
): Collection<T> {
  return observer === undefined ? new Collection<T>() : new ObservedCollection<T>(resource, observer);
}

class ObservedCollection<T extends KubeObject> extends Collection<T> {
  readonly #resource: string;
  readonly #observer: ReconcileObserver;

  constructor(resource: string, observer: ReconcileObserver) {
    super();
    this.#resource = resource;
    this.#observer = observer;
  }

  override get(namespace: string, name: string): T | undefined {
    const found = super.get(namespace, name);
    this.#note(found === undefined ? [] : [found], { namespace, name });
    return found;
  }

  override inNamespace(namespace: string): Iterable<T> {
    const found = [...super.inNamespace(namespace)];
    this.#note(found, { namespace });
    return found;
  }

  override *[Symbol.iterator](): Iterator<T> {
    const found: T[] = [];
    const all = super[Symbol.iterator]();
    for (let next = all.next(); next.done !== true; next = all.next()) found.push(next.value);
    this.#note(found, {});
    yield* found;
  }

  #note(objects: readonly T[], place: { readonly namespace?: string; readonly name?: string }): void {
    const { current } = this.#observer;
    if (current === undefined) return;
    this.#observer.read(current, { from: "cache", resource: this.#resource, isSelection: false, objects, ...place });
  }
}
