/**
 * A controller's cache of one kind, with event handlers: client-go's shared informer with its lister.
 *
 * Handlers are called once per change, after the cache is updated.
 */

import { isOfKind, type Kind } from "../api/kinds/kind.ts";
import type { KubeObject } from "../api/types.ts";
import { Collection } from "../apiserver/collection.ts";
import { type Commit, isCommitOf, type LogEntry } from "../apiserver/log.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import { Informer } from "./informer.ts";
import type { ListWatch } from "./list-watch.ts";

export interface Handlers<T extends KubeObject> {
  /** An object that is new to the cache, including those of the initial list. */
  readonly add?: (object: T) => void;
  readonly update?: (object: T, previous: T) => void;
  /** @param object its state when it was deleted, or when it was last seen */
  readonly delete?: (object: T) => void;
}

export class SharedInformer<T extends KubeObject> {
  /** Objects as the watch last showed them: possibly stale. */
  readonly cache: Collection<T>;
  readonly #of: Kind<T>;
  readonly #handlers: Handlers<T>;
  readonly #informer: Informer<Commit>;
  readonly #listWatch: ListWatch;

  /**
   * @param lagMs how late each change is seen, 0 or more
   * @param handlers only put keys into queues; the work is done by workers
   * @param cache empty
   */
  constructor(
    loop: EventLoop,
    listWatch: ListWatch,
    of: Kind<T>,
    lagMs: number,
    handlers: Handlers<T> = {},
    cache = new Collection<T>(),
  ) {
    this.cache = cache;
    this.#of = of;
    this.#handlers = handlers;
    this.#listWatch = listWatch;
    this.#informer = new Informer<Commit>(loop, lagMs, listWatch.resourceVersion, (commit) => this.#see(commit));
  }

  /** The version of the latest change or list that was seen. */
  get resourceVersion(): number {
    return this.#informer.resourceVersion;
  }

  /** Reads the initial list, calls `add` for each object, and follows every change after that. */
  start(): void {
    for (const object of this.#listWatch.list(this.#of)) this.cache.set(object);
    for (const object of this.cache) this.#handlers.add?.(object);
    const { resource: watched } = this.#of.storedAs?.of ?? this.#of;
    this.#listWatch.follow(
      (entry) => this.take(entry),
      (resource, version) => {
        if (resource === watched) this.#informer.listed(version);
      },
      [watched],
    );
  }

  /** Takes an entry of the log; entries that are not commits of this kind are ignored. */
  take(entry: LogEntry): void {
    const { storedAs } = this.#of;
    if (isCommitOf(storedAs?.of ?? this.#of, entry)) this.#informer.committed(entry);
  }

  stop(): void {
    this.#informer.stop();
  }

  #see({ type, object: stored }: Commit): void {
    const object = this.#of.storedAs?.fromStored(stored) ?? stored;
    if (!isOfKind(this.#of, object)) return;
    const { namespace, name } = object.metadata;
    const known = this.cache.get(namespace, name);
    if (type === "DELETED") {
      this.cache.delete(namespace, name);
      this.#handlers.delete?.(object);
      return;
    }
    this.cache.set(object);
    // A watch that missed a deletion and the creation of an object of the same name shows an update between the two.
    if (known === undefined) this.#handlers.add?.(object);
    else this.#handlers.update?.(object, known);
  }
}
