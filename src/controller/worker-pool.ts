/** Workers that take keys from a queue and run a reconcile for each. */

import type { ApiError } from "../apiserver/errors.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { Client, Process } from "./process.ts";
import type { WorkQueue } from "./work-queue.ts";

/**
 * How a reconcile ended: `undefined` for success, an error to retry the key with backoff, or an outcome of older
 * releases. `keepRetries`: success, but the retry count of the key is kept; `requeue`: the key is added again without
 * an error, and its retry count is kept (or reset: `requeueAndForget`).
 */
export type SyncResult = ApiError | "keepRetries" | "requeue" | "requeueAndForget" | undefined;

/** A reconcile of one key. */
export type SyncHandler = (key: string) => Process<SyncResult>;

export class WorkerPool {
  readonly #loop: EventLoop;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #reconcile: SyncHandler;
  readonly #seesOwnWrites: boolean;
  #idle: number;
  #scheduled = false;
  #working = false;
  readonly #begin = () => {
    this.#scheduled = false;
    this.#work();
  };

  /**
   * @param workers how many keys are processed at the same time, 1 or more
   * @param phase phase of an instant in which keys are processed
   * @param seesOwnWrites whether a worker waits until the caches have seen its writes before it takes the next key
   */
  constructor(
    loop: EventLoop,
    client: Client,
    queue: WorkQueue,
    workers: number,
    reconcile: SyncHandler,
    phase: Phase = Phase.control,
    seesOwnWrites = false,
  ) {
    this.#seesOwnWrites = seesOwnWrites;
    this.#loop = loop;
    this.#client = client;
    this.#queue = queue;
    this.#idle = workers;
    this.#reconcile = reconcile;
    queue.onReady((readyPhase) => this.#wake(readyPhase < phase && phase !== Phase.late ? readyPhase : phase));
  }

  /** Work begins in a separate event, after whatever made the key ready is over. */
  #wake(phase: Phase): void {
    if (this.#scheduled || this.#idle === 0) return;
    this.#scheduled = true;
    this.#loop.schedule(this.#loop.nowMs, phase, this.#begin);
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    while (this.#idle > 0) {
      const key = this.#queue.take();
      if (key === undefined) break;
      this.#idle--;
      this.#client.run(this.#reconcile(key), (result) => this.#finish(key, result));
    }
    this.#working = false;
  }

  #finish(key: string, result: SyncResult): void {
    this.#idle++;
    this.#settle(key, result);
    this.#queue.done(key);
    // Otherwise the worker takes the next key at once, before the caches have seen what it just wrote.
    if (this.#seesOwnWrites) this.#wake(Phase.control);
    else this.#work();
  }

  #settle(key: string, result: SyncResult): void {
    switch (result) {
      case undefined:
        this.#queue.forget(key);
        break;
      case "keepRetries":
        break;
      case "requeueAndForget":
        this.#queue.requeue(key);
        this.#queue.forget(key);
        break;
      case "requeue":
        this.#queue.requeue(key);
        break;
      default:
        this.#queue.addRateLimited(key);
    }
  }
}
