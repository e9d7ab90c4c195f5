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
  readonly #phase: Phase;
  #idle: number;
  #scheduled = false;

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
    this.#phase = phase;
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
    while (this.#idle > 0) {
      const key = this.#queue.take();
      if (key === undefined) return;
      this.#idle--;
      this.#client.run(this.#reconcile(key), (error) => this.#finish(key, error));
    }
  }

  #finish(key: string, error: ApiError | undefined): void {
    this.#idle++;
    if (error === undefined) this.#queue.forget(key);
    else this.#queue.addRateLimited(key);
    this.#queue.done(key);
    this.#wake(this.#phase);
  }
}
