/** A connection on which answers can be lost, and whose process can die between any two writes. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import { refused } from "../../apiserver/errors.ts";
import { type Answer, isRead, type Request } from "../../apiserver/requests.ts";
import { type Batch, type Carried, Client, type ClientOptions, type Process } from "../../controller/process.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { CallDisturbances } from "./call-disturbances.ts";
import type { PastAnswers } from "./stale-reads.ts";

const LOST = { reason: "Timeout", message: "request timed out: the answer was lost", isAnswerLost: true } as const;
const NOTHING: Batch = [];

/** Kills the process that a connection belongs to; the next one starts after `downMs`. */
export type EndProcess = (client: Client, downMs: number) => void;

/** The faults between a client and the API server. */
export interface Between {
  readonly calls: CallDisturbances;
  readonly past: PastAnswers;
}

/** A client that applies the disturbances to each batch of a process. */
export class DisturbedClient extends Client {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #options: ClientOptions;
  readonly #disturbances: CallDisturbances;
  readonly #past: PastAnswers;
  readonly #endProcess: EndProcess;

  constructor(
    loop: EventLoop,
    server: ApiServer,
    options: ClientOptions,
    { calls, past }: Between,
    endProcess: EndProcess,
  ) {
    super(loop, server, options);
    this.#loop = loop;
    this.#server = server;
    this.#options = options;
    this.#disturbances = calls;
    this.#past = past;
    this.#endProcess = endProcess;
  }

  override get answersAtOnce(): boolean {
    return super.answersAtOnce && !this.#disturbances.slows;
  }

  protected override get latenciesVary(): boolean {
    return this.#disturbances.slows;
  }

  protected override extraMs(): number {
    return this.#disturbances.extraMs(this.#loop.nowMs);
  }

  protected override answer(request: Request): Answer {
    return this.#past.answer(request) ?? super.answer(request);
  }

  override run<R>(process: Process<R>, done: (result: R) => void): void {
    super.run(this.#disturbances.over ? process : this.#disturb(process), done);
  }

  protected override arrive<A>(carried: Carried<A>): A {
    const { request, refuse } = carried;
    if (this.#disturbances.over || isRead(request)) return super.arrive(carried);
    this.#disturbances.begin(this.#loop.nowMs);
    if (this.#disturbances.writesAllowed(1) === 0) {
      // The process dies before it has sent this: the connection is cut, so there is no answer.
      this.#endProcess(this, this.#disturbances.die());
      return refuse(LOST);
    }
    const lateByMs = this.#disturbances.lateByMs(request);
    if (lateByMs !== undefined) {
      this.#later(request, lateByMs, carried.carryOut);
      return refuse(LOST);
    }
    let isRefused = false;
    const answer = super.arrive({
      ...carried,
      refuse: (error) => {
        isRefused = true;
        return refuse(error);
      },
    });
    this.#disturbances.wrote(1);
    if (isRefused || !this.#disturbances.loses()) return answer;
    this.#server.logInjected(request, this.#options.actor, LOST);
    return refuse(LOST);
  }

  *#disturb<R>(process: Process<R>): Process<R> {
    let step = process.next();
    while (step.done !== true) {
      const batch = step.value;
      this.#disturbances.begin(this.#loop.nowMs);
      step = process.next(isWrite(batch) ? yield* this.#write(batch) : yield batch);
    }
    return step.value;
  }

  *#write(batch: Batch): Generator<Batch, readonly Answer[], readonly Answer[]> {
    const allowed = this.#disturbances.writesAllowed(batch.length);
    if (allowed < batch.length) {
      if (allowed > 0) yield batch.slice(0, allowed);
      this.#endProcess(this, this.#disturbances.die());
      // The connection is cut: this is never answered, and the sync ends here.
      return yield NOTHING;
    }
    const lateByMs = batch.map((request) => (isRead(request) ? undefined : this.#disturbances.lateByMs(request)));
    const sent = batch.filter((_, at) => lateByMs[at] === undefined);
    // In the log a timeout comes before the writes of the batch that take effect nevertheless.
    for (const [at, request] of batch.entries()) {
      const byMs = lateByMs[at];
      if (byMs !== undefined) this.#later(request, byMs, () => this.#server.execute(request, this.#options.actor));
    }
    const answers = sent.length === 0 ? [] : [...(yield sent)];
    this.#disturbances.wrote(sent.length);
    return batch.map((request, at) => {
      const answer = lateByMs[at] === undefined ? answers.shift() : undefined;
      return answer === undefined ? refused(LOST) : this.#pass(request, answer);
    });
  }

  /** A timeout is reported, but the request takes effect nevertheless, even if its sender has died. */
  #later(request: Request, byMs: number, carryOut: () => unknown): void {
    this.#server.logInjected(request, this.#options.actor, LOST);
    this.#loop.schedule(this.#loop.nowMs + byMs, Phase.world, () => {
      carryOut();
    });
  }

  #pass(request: Request | undefined, answer: Answer): Answer {
    if (request === undefined || !answer.ok || !this.#disturbances.loses()) return answer;
    this.#server.logInjected(request, this.#options.actor, LOST);
    return refused(LOST);
  }
}

function isWrite(batch: Batch): boolean {
  return !batch.every(isRead);
}
