/** A connection on which answers get lost, and whose process can die between any two effects. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import { refused } from "../../apiserver/errors.ts";
import type { Answer, Request } from "../../apiserver/requests.ts";
import { type Batch, Client, type ClientOptions, type Process } from "../../controller/process.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { Disturbance } from "./disturbance.ts";
import { ProcessDied } from "./process-died.ts";

const LOST = { reason: "Timeout", message: "request timed out: the answer was lost" } as const;

/** What is still to come of the disturbances of calls; it outlives the processes that it disturbs. */
export class CallDisturbances {
  readonly #waiting: Disturbance[];
  #lost = 0;
  #crash: { writesLeft: number; readonly downMs: number } | undefined;

  constructor(disturbances: readonly Disturbance[]) {
    this.#waiting = disturbances
      .filter(({ kind }) => kind === "lostAnswers" || kind === "crash")
      .sort((a, b) => a.atMs - b.atMs);
  }

  /** Whether nothing more will happen. */
  get over(): boolean {
    return this.#waiting.length === 0 && this.#lost === 0 && this.#crash === undefined;
  }

  /** Takes up what begins until now. */
  begin(nowMs: number): void {
    for (let next = this.#waiting[0]; next !== undefined && next.atMs <= nowMs; next = this.#waiting[0]) {
      this.#waiting.shift();
      if (next.kind === "lostAnswers") this.#lost += next.count;
      else if (next.kind === "crash") this.#crash = { writesLeft: next.afterWrites, downMs: next.downMs };
    }
  }

  /** How many of so many writes still take effect before the process dies. */
  writesAllowed(writes: number): number {
    return this.#crash === undefined ? writes : Math.min(writes, this.#crash.writesLeft);
  }

  /** Books writes that took effect. */
  wrote(writes: number): void {
    if (this.#crash !== undefined) this.#crash.writesLeft -= writes;
  }

  /** The death of the process. */
  die(): ProcessDied {
    const downMs = this.#crash?.downMs ?? 0;
    this.#crash = undefined;
    return new ProcessDied(downMs);
  }

  /** Whether the answer to the next write gets lost. */
  loses(): boolean {
    if (this.#lost === 0) return false;
    this.#lost--;
    return true;
  }
}

/** A client that passes each batch of a process through the disturbances. */
export class DisturbedClient extends Client {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #options: ClientOptions;
  readonly #disturbances: CallDisturbances;

  constructor(loop: EventLoop, server: ApiServer, options: ClientOptions, disturbances: CallDisturbances) {
    super(loop, server, options);
    this.#loop = loop;
    this.#server = server;
    this.#options = options;
    this.#disturbances = disturbances;
  }

  override run<R>(process: Process<R>, done: (result: R) => void): void {
    super.run(this.#disturbances.over ? process : this.#disturb(process), done);
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
      throw this.#disturbances.die();
    }
    const answers = yield batch;
    this.#disturbances.wrote(batch.length);
    return answers.map((answer, at) => this.#pass(batch[at], answer));
  }

  #pass(request: Request | undefined, answer: Answer): Answer {
    if (request === undefined || !answer.ok || !this.#disturbances.loses()) return answer;
    this.#server.logInjected(request, this.#options.actor, LOST);
    return refused(LOST);
  }
}

function isWrite(batch: Batch): boolean {
  return batch.some(({ verb }) => verb !== "get");
}
