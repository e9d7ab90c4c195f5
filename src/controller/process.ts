/**
 * Controllers are processes that ask for effects.
 *
 * A reconcile is a generator: it yields requests that are sent together and gets their answers when all have returned.
 * The world answers now, later, with an error, or never (the process is stopped); the reconcile does not know which.
 * Without latency the whole run is one plain call.
 */

import type { ApiServer } from "../apiserver/api-server.ts";
import type { ApiError } from "../apiserver/errors.ts";
import { refused } from "../apiserver/errors.ts";
import type { Actor } from "../apiserver/log.ts";
import type { Answer, Request } from "../apiserver/requests.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";

/** Requests that are sent together, in parallel. */
export type Batch = readonly Request[];

/** A reconcile in progress: asks for effects, ends with a result. */
export type Process<R> = Generator<Batch, R, readonly Answer[]>;

/** Decides whether a call fails without effect, for fault injection. */
export type FaultCheck = (request: Request, timeMs: number) => ApiError | undefined;

export interface ClientOptions {
  readonly actor: Actor;
  /** Time from sending a write to its effect and return. */
  readonly latencyMs: number;
  readonly fault: FaultCheck | undefined;
}

/** A controller's connection to the API server. */
export class Client {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #options: ClientOptions;
  #cut = false;
  #running = 0;
  #drained: (() => void) | undefined;

  constructor(loop: EventLoop, server: ApiServer, options: ClientOptions) {
    this.#loop = loop;
    this.#server = server;
    this.#options = options;
  }

  /** Runs a process to its end and calls `done` with its result, unless the connection is cut before. */
  run<R>(process: Process<R>, done: (result: R) => void): void {
    this.#running++;
    this.#advance(process, process.next(), done);
  }

  /** Cuts the connection: what was sent takes effect, but processes that wait for an answer never get one. */
  cut(): void {
    this.#cut = true;
  }

  /** Calls `drained` once no process runs any more. */
  whenIdle(drained: () => void): void {
    if (this.#running === 0 || this.#cut) drained();
    else this.#drained = drained;
  }

  #advance<R>(process: Process<R>, first: IteratorResult<Batch, R>, done: (result: R) => void): void {
    let step = first;
    while (step.done !== true) {
      const batch = step.value;
      if (this.#options.latencyMs > 0 && !isRead(batch)) {
        this.#loop.schedule(this.#loop.nowMs + this.#options.latencyMs, Phase.world, () => {
          const answers = batch.map((request) => this.#execute(request));
          if (!this.#cut) this.#advance(process, process.next(answers), done);
        });
        return;
      }
      step = process.next(batch.map((request) => this.#execute(request)));
    }
    this.#running--;
    done(step.value);
    if (this.#running === 0) this.#drained?.();
  }

  #execute(request: Request): Answer {
    const error = this.#options.fault?.(request, this.#loop.nowMs);
    if (error === undefined) return this.#server.execute(request, this.#options.actor);
    this.#server.logInjected(request, this.#options.actor, error);
    return refused(error);
  }
}

/** Reads take no time: only writes have the latency that a run is given. */
function isRead(batch: Batch): boolean {
  return batch.every((request) => request.verb === "get");
}
