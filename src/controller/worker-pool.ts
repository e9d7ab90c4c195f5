/** Workers that take keys from a queue and run a reconcile for each. */

import type { ApiError } from "../apiserver/errors.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import type { Client, Process } from "./process.ts";
import type { WorkQueue } from "./work-queue.ts";

/** A reconcile of one key; its error has the key tried again later. */
export type Reconcile = (key: string) => Process<ApiError | undefined>;

export class WorkerPool {
  readonly #loop: EventLoop;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #reconcile: Reconcile;
  #idle: number;
  #scheduled = false;
  #working = false;

  /**
   * @param workers how many keys are processed at the same time, 1 or more
   * @param phase place of the work within an instant
   */
  constructor(
    loop: EventLoop,
    client: Client,
    queue: WorkQueue,
    workers: number,
    reconcile: Reconcile,
    phase: Phase = Phase.control,
  ) {
    this.#loop = loop;
    this.#client = client;
    this.#queue = queue;
    this.#idle = workers;
    this.#reconcile = reconcile;
    queue.onReady((readyPhase) => this.#wake(readyPhase < phase ? readyPhase : phase));
  }

  /** Work begins as an event of its own: whatever made a key ready is over by then. */
  #wake(phase: Phase): void {
    if (this.#scheduled || this.#idle === 0) return;
    this.#scheduled = true;
    this.#loop.schedule(this.#loop.nowMs, phase, () => {
      this.#scheduled = false;
      this.#work();
    });
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    while (this.#idle > 0) {
      const key = this.#queue.take();
      if (key === undefined) break;
      this.#idle--;
      this.#client.run(this.#reconcile(key), (error) => this.#finish(key, error));
    }
    this.#working = false;
  }

  #finish(key: string, error: ApiError | undefined): void {
    this.#idle++;
    if (error === undefined) this.#queue.forget(key);
    else this.#queue.addRateLimited(key);
    this.#queue.done(key);
    // A worker takes the next key at once, before the caches hear of what it has just written.
    this.#work();
  }
}
