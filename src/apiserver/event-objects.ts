/**
 * Events behind the interface of all kinds: those that controllers record, which have their own entries in the log, and
 * those that clients write.
 *
 * Events have their own resource versions, as in clusters that keep them in a separate etcd
 * (`--etcd-servers-overrides`): the number of the log entry. Recording an Event therefore leaves the versions of other
 * objects alone.
 */

import type { KubeEvent } from "../api/event-types.ts";
import { EVENT } from "../api/kinds/event.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { ObjectMeta } from "../api/types.ts";
import type { Result } from "./errors.ts";
import type { Actor, EventEntry, ObjectCommit, Verb } from "./log.ts";
import type { ObjectRegistry } from "./object-registry.ts";
import type { Mutation, Registry, Written } from "./registry.ts";
import type { Storage } from "./storage.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

/** How many recorded Events are kept before the oldest is dropped; a cluster drops Events after an hour. */
const MOST_RECORDED = 5_000;

/** The namespace of Events about cluster-scoped objects. */
const CLUSTER_NAMESPACE = "default";

export class EventObjects implements Registry<KubeEvent> {
  readonly of = EVENT;
  readonly #stored: ObjectRegistry<KubeEvent>;
  readonly #storage: Storage;
  /** The recorded Events by what identifies them, oldest first. */
  readonly #recorded = new Map<string, { readonly namespace: string; readonly name: string }>();
  /** What the entries that the log still has committed to Events, oldest first. */
  readonly #commits = new Map<EventEntry, ObjectCommit>();
  /** The number of log entries that were read. */
  #read = 0;

  constructor(stored: ObjectRegistry<KubeEvent>, storage: Storage) {
    this.#stored = stored;
    this.#storage = storage;
    this.#catchUp();
    storage.log.follow((entry) => {
      if (entry.kind === "event") this.commitOf(entry);
    });
  }

  /** The resource version of Events: the length of the log. */
  version(): number {
    return this.#storage.log.length;
  }

  /** The commit that a log entry makes to Events: one was added, or its count was raised. */
  commitOf(entry: EventEntry): ObjectCommit | undefined {
    const { log } = this.#storage;
    if (this.#read < log.length && !this.#commits.has(entry)) {
      this.#read = log.length;
      this.#observe(entry, log.length);
    }
    return this.#commits.get(entry);
  }

  get(namespace: string, name: string): KubeEvent | undefined {
    return this.#stored.get(namespace, name);
  }

  list(namespace?: string): Iterable<KubeEvent> {
    return this.#stored.list(namespace);
  }

  create(namespace: string, manifest: unknown, options: WriteOptions): Result<Written<KubeEvent>> {
    return this.#stored.create(namespace, manifest, options);
  }

  update(
    namespace: string,
    name: string,
    change: Mutation<KubeEvent>,
    options: UpdateOptions,
  ): Result<Written<KubeEvent>> {
    return this.#stored.update(namespace, name, change, options);
  }

  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<KubeEvent>> {
    return this.#stored.delete(namespace, name, options);
  }

  replaceMetadata(stored: KubeEvent, metadata: ObjectMeta, verb: Verb, actor: Actor): KubeEvent {
    return this.#stored.replaceMetadata(stored, metadata, verb, actor);
  }

  /** Reads the Events that were logged before Events were first requested. */
  #catchUp(): void {
    const { log } = this.#storage;
    for (const [at, entry] of log.entries.entries()) {
      if (entry.kind === "event") this.#observe(entry, log.dropped + at + 1);
    }
    this.#read = log.length;
  }

  #observe(entry: EventEntry, number: number): void {
    const { regarding, reason, message, type, timeMs, actor } = entry;
    const key = [
      regarding.kind,
      regarding.namespace,
      regarding.name,
      regarding.uid,
      regarding.fieldPath,
      type,
      reason,
      message,
    ].join("\n");
    const place = this.#recorded.get(key);
    const previous = place && this.get(place.namespace, place.name);
    const object = eventOf(entry, previous, number, this.#storage.instantMs - this.#storage.timeMs + timeMs);
    const { namespace, name } = object.metadata;
    this.#stored.keep(object);
    if (previous === undefined) this.#recorded.delete(key);
    this.#recorded.set(key, { namespace, name });
    this.#commits.set(entry, {
      kind: "commit",
      timeMs,
      resourceVersion: number,
      type: previous === undefined ? "ADDED" : "MODIFIED",
      resource: "objects",
      of: EVENT.resource,
      verb: previous === undefined ? "create" : "patch",
      actor,
      object,
      previous,
    });
    this.#forgetOldest();
    this.#forgetDropped();
  }

  #forgetOldest(): void {
    if (this.#recorded.size <= MOST_RECORDED) return;
    for (const [key, { namespace, name }] of this.#recorded) {
      this.#recorded.delete(key);
      this.#stored.drop(namespace, name);
      return;
    }
  }

  #forgetDropped(): void {
    for (const [entry, { resourceVersion }] of this.#commits) {
      // The newest stays even if the log keeps nothing: who sees its entry asks for it at once.
      if (resourceVersion >= this.#storage.log.dropped) return;
      this.#commits.delete(entry);
    }
  }
}

/** The Event of a log entry: a new one, or a known one that was observed again. */
function eventOf(entry: EventEntry, previous: KubeEvent | undefined, number: number, instantMs: number): KubeEvent {
  const { regarding, reason, message, type, actor, host } = entry;
  const at = formatTimestamp(instantMs);
  const resourceVersion = String(number);
  if (previous !== undefined) {
    const count = Math.max(entry.count, (previous.count ?? 0) + 1);
    return { ...previous, metadata: { ...previous.metadata, resourceVersion }, lastTimestamp: at, count };
  }
  const digits = number.toString(16);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: `${regarding.name}.${digits.padStart(16, "0")}`,
      namespace: regarding.namespace || CLUSTER_NAMESPACE,
      uid: `00000000-0000-4000-9000-${digits.padStart(12, "0")}`,
      resourceVersion,
      creationTimestamp: at,
    },
    involvedObject: referenceOf(regarding),
    reason,
    message,
    source: host === undefined ? { component: actor } : { component: actor, host },
    firstTimestamp: at,
    lastTimestamp: at,
    count: entry.count,
    type,
    reportingComponent: actor,
    reportingInstance: host ?? "",
  };
}

/** Fields are in the order of the API; cluster-scoped objects have no namespace. */
function referenceOf({ kind, namespace, name, uid, apiVersion, fieldPath }: EventEntry["regarding"]) {
  const place = namespace === "" ? {} : { namespace };
  return { kind, ...place, name, uid, apiVersion, ...(fieldPath === undefined ? {} : { fieldPath }) };
}
