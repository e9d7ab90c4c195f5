/** Workers that take keys from a queue and run a reconcile for each. */

import type { ApiError } from "../apiserver/errors.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { Client, Process } from "./process.ts";
import type { WorkQueue } from "./work-queue.ts";

/**
 * How a reconcile ended: well (`undefined`), with an error that has the key tried again later, or in one of the ways of
 * older releases. `keepRetries`: well, but the key's count of retries stays; `requeue`: the key is added again without
 * an error, and its count stays or is set back.
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
   * @param phase place of the work within an instant
   * @param seesOwnWrites whether a worker lets the caches hear of what it has written before it takes the next key
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

  /** Work begins as an event of its own: whatever made a key ready is over by then. */
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
    // Else a worker takes the next key at once, before the caches hear of what it has just written.
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
