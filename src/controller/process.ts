/**
 * Controllers are processes that ask for effects.
 *
 * A reconcile is a generator: it yields a batch of requests and is resumed with the answers when all have returned.
 * They may return now, later, with an error, or never (the process is stopped); the reconcile does not know which.
 * Without latency a reconcile runs as one plain call.
 */

import type { ApiServer } from "../apiserver/api-server.ts";
import type { ApiError } from "../apiserver/errors.ts";
import { refused } from "../apiserver/errors.ts";
import type { Actor } from "../apiserver/log.ts";
import { type Answer, isRead, type Request } from "../apiserver/requests.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import { EventPoster, type PrepareEvent } from "./event-poster.ts";
import type { Reviews } from "./reviews.ts";
import { type RateLimit, TokenBucket } from "./token-bucket.ts";

/** Requests that are sent together, in parallel. */
export type Batch = readonly Request[];

/** A reconcile in progress: asks for effects, ends with a result. */
export type Process<R> = Generator<Batch, R, readonly Answer[]>;

/** Decides whether a call fails without effect, for fault injection. */
export type FaultCheck = (request: Request, timeMs: number) => ApiError | undefined;

/** A request that the sender executes itself, with its own type of answer. */
export interface Carried<A> {
  /** The request, for latency, faults and the log. */
  readonly request: Request;
  /** Executes the request when it has arrived. */
  readonly carryOut: () => A;
  /** The answer if the request never arrives, or if its answer is lost. */
  readonly refuse: (error: ApiError) => A;
}

export interface ClientOptions {
  readonly actor: Actor;
  /** Time from sending a write to its effect and return. */
  readonly latencyMs: number;
  readonly fault: FaultCheck | undefined;
  /** Client-side rate limit; without it requests are sent at once. */
  readonly rateLimit?: RateLimit | undefined;
  /** Requests sent in the timer phase of an instant take effect after the world phase; see `Chance`. */
  readonly acrossWorld?: boolean;
  /** Reviews of writes; none if absent. */
  readonly reviews?: Reviews | undefined;
}

/** A controller's connection to the API server. */
export class Client {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #options: ClientOptions;
  readonly #bucket: TokenBucket | undefined;
  readonly #poster: EventPoster | undefined;
  /** Batches that reviews have passed, and what they refused; most runs have no reviews. */
  #reviewed: WeakSet<Batch> | undefined;
  #refusals: WeakMap<Request, ApiError> | undefined;
  #cut = false;
  #cutMs = 0;
  #running = 0;
  #drained: (() => void) | undefined;

  constructor(loop: EventLoop, server: ApiServer, options: ClientOptions) {
    this.#loop = loop;
    this.#server = server;
    this.#options = options;
    const { rateLimit, latencyMs } = options;
    if (rateLimit === undefined) return;
    this.#bucket = new TokenBucket(rateLimit);
    this.#poster = new EventPoster(loop, this.#bucket, latencyMs);
  }

  /** Whether requests may have to wait for their turn. */
  get isLimited(): boolean {
    return this.#bucket !== undefined;
  }

  /** Whether requests take no time. */
  get answersAtOnce(): boolean {
    return this.#bucket === undefined && this.#options.latencyMs === 0;
  }

  /** Posts a Kubernetes Event: now, or under a rate limit when its turn comes, unless the queue is full. */
  postEvent(event: PrepareEvent): void {
    if (this.#poster === undefined) event()?.();
    else this.#poster.add(event);
  }

  /** Runs a process to its end and calls `done` with its result, unless the connection is cut before. */
  run<R>(process: Process<R>, done: (result: R) => void): void {
    this.#running++;
    this.#advance(process, process.next(), done);
  }

  /**
   * Sends a request that is executed elsewhere: it has the latency, rate limit and faults of this connection. It is not
   * answered once the connection is cut.
   */
  send<A>(carried: Carried<A>, done: (answer: A) => void): void {
    const { request } = carried;
    const sentMs = this.#bucket?.reserve(this.#loop.nowMs) ?? this.#loop.nowMs;
    const latencyMs = isRead(request) ? 0 : this.#options.latencyMs;
    this.#loop.schedule(sentMs + latencyMs + this.extraMs(), Phase.world, () => {
      if (this.#cut && (sentMs > this.#cutMs || isRead(request))) return;
      const answer = this.arrive(carried);
      if (!this.#cut) done(answer);
    });
  }

  /** Whether latencies of single calls differ now. */
  protected get latenciesVary(): boolean {
    return false;
  }

  /** How much longer than usual the next call takes. */
  protected extraMs(): number {
    return 0;
  }

  /** The answer to a request that has arrived. */
  protected arrive<A>({ request, carryOut, refuse }: Carried<A>): A {
    const error = this.#options.fault?.(request, this.#loop.nowMs);
    if (error === undefined) return carryOut();
    this.#server.logInjected(request, this.#options.actor, error);
    return refuse(error);
  }

  /** The API server's answer to a request that no fault intercepts. */
  protected answer(request: Request): Answer {
    return this.#server.execute(request, this.#options.actor);
  }

  /** Cuts the connection: requests already sent take effect, but processes never get their answers. */
  cut(): void {
    this.#cut = true;
    this.#cutMs = this.#loop.nowMs;
    this.#poster?.stop();
    this.#drained?.();
    this.#drained = undefined;
  }

  /** Keeps the connection from being idle until the returned function is called. */
  hold(): () => void {
    this.#running++;
    return () => this.#ended();
  }

  /** Calls `drained` once no process is running. */
  whenIdle(drained: () => void): void {
    const end = () => {
      this.#poster?.stop();
      drained();
    };
    if (this.#running === 0 || this.#cut) end();
    else this.#drained = end;
  }

  #advance<R>(process: Process<R>, first: IteratorResult<Batch, R>, done: (result: R) => void): void {
    let step = first;
    while (step.done !== true) {
      // A process that died in the middle of a reconcile sends nothing more.
      if (this.#cut) return;
      const batch = step.value;
      const { reviews } = this.#options;
      if (reviews !== undefined && this.#isHeld(reviews, batch, (next) => this.#advance(process, next, done))) return;
      if (this.#bucket !== undefined || this.latenciesVary) {
        this.#sendOneByOne(batch, (answers) => this.#advance(process, process.next(answers), done));
        return;
      }
      if (this.#options.latencyMs > 0 && !areReads(batch)) {
        this.#loop.schedule(this.#loop.nowMs + this.#options.latencyMs, Phase.world, () => {
          const answers = batch.map((request) => this.#execute(request));
          if (!this.#cut) this.#advance(process, process.next(answers), done);
        });
        return;
      }
      if (this.#options.acrossWorld === true && this.#loop.phase === Phase.timer) {
        this.#loop.schedule(this.#loop.nowMs, Phase.world, () => this.#advance(process, step, done));
        return;
      }
      step = process.next(batch.map((request) => this.#execute(request)));
    }
    done(step.value);
    this.#ended();
  }

  /** Whether a batch is held for a review; then `proceed` sends it afterwards. */
  #isHeld(reviews: Reviews, batch: Batch, proceed: (reviewed: IteratorYieldResult<Batch>) => void): boolean {
    if (this.#reviewed?.has(batch) === true) return false;
    return reviews.hold(batch, this.#options.actor, ({ requests, refusals }) => {
      this.#reviewed ??= new WeakSet();
      this.#reviewed.add(requests);
      this.#refusals ??= new WeakMap();
      for (const [request, error] of refusals) this.#refusals.set(request, error);
      proceed({ done: false, value: requests });
    });
  }

  #ended(): void {
    this.#running--;
    if (this.#running > 0) return;
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
  }

  /**
   * Sends each request of a batch when its turn comes, and proceeds in a separate event when all have answered:
   * concurrent syncs reserve their tokens in between.
   */
  #sendOneByOne(batch: Batch, proceed: (answers: readonly Answer[]) => void): void {
    const answers: Answer[] = [];
    let missing = batch.length;
    if (missing === 0) proceed(answers);
    const latencyMs = areReads(batch) ? 0 : this.#options.latencyMs;
    for (const [at, request] of batch.entries()) {
      const sentMs = this.#bucket?.reserve(this.#loop.nowMs) ?? this.#loop.nowMs;
      this.#loop.schedule(sentMs + latencyMs + this.extraMs(), Phase.world, () => {
        // Requests that a process had not sent when it died are lost with it.
        if (this.#cut && sentMs > this.#cutMs) return;
        answers[at] = this.#execute(request);
        missing--;
        if (missing === 0 && !this.#cut) proceed(answers);
      });
    }
  }

  #execute(request: Request): Answer {
    const refusal = this.#refusals?.get(request);
    if (refusal !== undefined) {
      this.#server.logRefused(request, this.#options.actor, refusal);
      return refused(refusal);
    }
    const error = this.#options.fault?.(request, this.#loop.nowMs);
    if (error === undefined) return this.answer(request);
    this.#server.logInjected(request, this.#options.actor, error);
    return refused(error);
  }
}

/** Reads take no time: the latency of a run applies to writes only. */
function areReads(batch: Batch): boolean {
  return batch.every(isRead);
}
