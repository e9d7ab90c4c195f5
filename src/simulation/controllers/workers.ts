/** Workers for both kinds of reconciles: processes and async functions. */

import type { ApiError } from "../../apiserver/errors.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { Client, Process } from "../../controller/process.ts";
import type { WorkQueue } from "../../controller/work-queue.ts";
import { Phase } from "../../engine/event-loop.ts";
import { ApiRequestError, type AsyncApi } from "./async-api.ts";
import type { Host } from "./controllers.ts";
import type { ProcessClock } from "./process-clock.ts";
import { observed } from "./reconcile-observer.ts";
import { TurnsAtOnce } from "./turns-at-once.ts";

/** The result of a reconcile. */
export interface ReconcileResult {
  /** Requeue the key after this time. */
  readonly requeueAfterMs?: number;
  /** Retry the key with exponential backoff. */
  readonly error?: ApiError;
}

/** Brings the objects of a key closer to their desired state; `undefined` means done. */
export type Reconcile = (key: string) => Process<ReconcileResult | undefined> | Promise<ReconcileResult | undefined>;

/** The process of the workers, with what async functions wait for: answers and timers. */
export interface WorkerProcess {
  readonly actor: Actor;
  readonly client: Client;
  readonly api: AsyncApi;
  readonly clock: ProcessClock;
}

export class Workers {
  readonly #host: Host;
  readonly #client: Client;
  readonly #queue: WorkQueue;
  readonly #reconcile: Reconcile;
  readonly #actor: Actor;
  readonly #api: AsyncApi;
  readonly #clock: ProcessClock;
  readonly #turns: TurnsAtOnce;
  /** Keys whose async function has not ended. */
  readonly #awaited = new Set<string>();
  #idle: number;
  #scheduled = false;

  /**
   * @param workers number of keys that are processed at the same time, 1 or more
   */
  constructor(
    host: Host,
    { actor, client, api, clock }: WorkerProcess,
    queue: WorkQueue,
    workers: number,
    reconcile: Reconcile,
  ) {
    this.#actor = actor;
    this.#api = api;
    this.#clock = clock;
    api.onAnswer(() => this.#watchForTimers());
    clock.onFired(() => this.#watchForTimers());
    this.#host = host;
    this.#turns = new TurnsAtOnce(host.loop, actor, () => host.server.jobs.jobs.size + host.server.pods.pods.size);
    this.#client = client;
    this.#queue = queue;
    this.#idle = workers;
    this.#reconcile = reconcile;
    queue.onReady(() => this.#wake());
  }

  #wake(): void {
    if (this.#scheduled || this.#idle === 0) return;
    this.#scheduled = true;
    const { loop } = this.#host;
    loop.schedule(loop.nowMs, Phase.control, () => {
      this.#scheduled = false;
      this.#work();
    });
  }

  #work(): void {
    while (this.#idle > 0) {
      const key = this.#queue.take();
      if (key === undefined) return;
      this.#turns.count(key);
      this.#idle--;
      const work = this.#begin(key);
      if (work instanceof Promise) this.#await(key, work);
      else this.#client.run(work, (result) => this.#finish(key, result));
    }
  }

  #begin(key: string): ReturnType<Reconcile> {
    const { observer } = this.#host;
    if (observer === undefined) return this.#reconcile(key);
    const activity = { actor: this.#actor, key };
    const work = observer.within(activity, () => this.#reconcile(key));
    return work instanceof Promise ? work : observed(work, activity, observer);
  }

  #await(key: string, work: Promise<ReconcileResult | undefined>): void {
    this.#host.awaitTurn();
    this.#awaited.add(key);
    this.#watchForTimers();
    work.then(
      (result) => {
        this.#awaited.delete(key);
        this.#finish(key, result);
      },
      (error: unknown) => {
        this.#awaited.delete(key);
        if (error instanceof ApiRequestError) this.#finish(key, { error: error.error });
        else this.#fail(error);
      },
    );
  }

  /** Fails if an async function waits for anything but the API or the clock, such as real time, which never passes. */
  #watchForTimers(): void {
    const { loop } = this.#host;
    // A run without turns for async functions throws its own error.
    let hadTurn = false;
    void Promise.resolve().then(() => {
      hadTurn = true;
    });
    loop.schedule(loop.nowMs, Phase.late, () => {
      const [key] = this.#awaited;
      if (!hadTurn || key === undefined || this.#api.isBusy || this.#clock.isBusy) return;
      throw new Error(
        `the reconcile of ${key} waits for something other than the API, such as setTimeout: real time does not pass in a run; wait with clock.sleep, or end it with requeueAfterMs`,
      );
    });
  }

  /** An exception of the controller itself ends the run. */
  #fail(error: unknown): void {
    const { loop } = this.#host;
    loop.schedule(loop.nowMs, Phase.control, () => {
      throw error;
    });
  }

  #finish(key: string, result: ReconcileResult | undefined): void {
    this.#idle++;
    if (result?.error !== undefined) this.#queue.addRateLimited(key);
    else {
      this.#queue.forget(key);
      if (result?.requeueAfterMs !== undefined) this.#queue.addAfter(key, result.requeueAfterMs);
    }
    this.#queue.done(key);
    this.#wake();
  }
}
