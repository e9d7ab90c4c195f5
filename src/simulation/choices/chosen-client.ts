/** A connection on which the oracle decides the fate of each write. */

import { type ApiError, refused } from "../../apiserver/errors.ts";
import { type Answer, isRead, type Request } from "../../apiserver/requests.ts";
import { type Batch, type Carried, Client, type ClientOptions, type Process } from "../../controller/process.ts";
import { Phase } from "../../engine/event-loop.ts";
import type { ChosenWorld } from "./chosen-world.ts";
import { WRITE_FATES, type WriteFate } from "./oracle.ts";

const FAILED = { reason: "InternalError", message: "Internal error occurred: etcdserver: request timed out" } as const;
const CONFLICT = {
  reason: "Conflict",
  message: "the object has been modified; please apply your changes to the latest version and try again",
} as const;
const LOST = { reason: "Timeout", message: "request timed out: the answer was lost", isAnswerLost: true } as const;
const NOTHING: Batch = [];

/** The injected answer for each fate. */
const INJECTED: { readonly [F in WriteFate]?: ApiError } = {
  error: FAILED,
  conflict: CONFLICT,
  lost: LOST,
  late: LOST,
};
/** Fates of writes that take effect at once. */
const EFFECTIVE: ReadonlySet<WriteFate> = new Set(["ok", "lost", "diesAfter", "ousted"]);
const DEADLY: ReadonlySet<WriteFate> = new Set(["diesBefore", "diesAfter"]);

/** A client that asks an oracle about each write. */
export class ChosenClient extends Client {
  readonly #world: ChosenWorld;
  readonly #options: ClientOptions;
  #late = 0;

  constructor(world: ChosenWorld, options: ClientOptions) {
    super(world.loop, world.server, options);
    this.#world = world;
    this.#options = options;
  }

  override run<R>(process: Process<R>, done: (result: R) => void): void {
    super.run(this.#choose(process), done);
  }

  protected override arrive<A>(carried: Carried<A>): A {
    const { request, carryOut, refuse } = carried;
    const fate = isRead(request) ? "ok" : this.#fateOf(request);
    if (fate === "ok") return super.arrive(carried);
    const answer = EFFECTIVE.has(fate) ? carryOut() : undefined;
    const error = INJECTED[fate];
    if (error === undefined) {
      // The connection is cut, so there is no answer.
      this.#world.endProcess(this, 0);
      return answer ?? refuse(LOST);
    }
    if (fate === "late") this.#later(carryOut);
    this.#world.server.logInjected(request, this.#options.actor, error);
    return refuse(error);
  }

  *#choose<R>(process: Process<R>): Process<R> {
    let step = process.next();
    while (step.done !== true) {
      const batch = step.value;
      step = process.next(batch.every(isRead) ? yield batch : yield* this.#write(batch));
    }
    return step.value;
  }

  /** Writes of a batch take effect one after the other, each with its fate; after a deadly one no more are sent. */
  *#write(batch: Batch): Generator<Batch, readonly Answer[], readonly Answer[]> {
    const fates: WriteFate[] = [];
    for (const request of batch) {
      const fate = isRead(request) ? "ok" : this.#fateOf(request);
      fates.push(fate);
      if (DEADLY.has(fate)) break;
    }
    const isSent = (at: number) => EFFECTIVE.has(fates[at] ?? "diesBefore");
    const sent = batch.filter((_, at) => isSent(at));
    // In the log a failure comes before the writes of the batch that take effect nevertheless.
    for (const [at, fate] of fates.entries()) {
      const request = batch[at];
      if (request !== undefined && !isSent(at) && !DEADLY.has(fate)) this.#logFailure(request, fate);
    }
    const received = sent.length === 0 ? [] : [...(yield sent)];
    if (fates.some((fate) => DEADLY.has(fate))) {
      this.#world.endProcess(this, 0);
      // The connection is cut: this is never answered, and the sync ends here.
      return yield NOTHING;
    }
    if (fates.includes("ousted")) this.#loseLease();
    return batch.map((request, at) => {
      const answer = isSent(at) ? received.shift() : undefined;
      return this.#answerOf(request, fates[at] ?? "ok", answer);
    });
  }

  #fateOf(request: Request): WriteFate {
    const { oracle } = this.#world;
    const fate = WRITE_FATES[oracle.choose("write", WRITE_FATES.length)] ?? "ok";
    if (fate !== "ok") oracle.remember(`${request.verb} ${request.resource}: ${fate}`);
    return fate;
  }

  #answerOf(request: Request, fate: WriteFate, answer: Answer | undefined): Answer {
    if (fate === "late") this.#later(() => this.#world.server.execute(request, this.#options.actor));
    const error = INJECTED[fate];
    // The answer of a call that failed anyway is not replaced.
    if (answer !== undefined && (error === undefined || !answer.ok)) return answer;
    if (answer !== undefined) this.#logFailure(request, fate);
    return refused(error ?? FAILED);
  }

  #logFailure(request: Request, fate: WriteFate): void {
    this.#world.server.logInjected(request, this.#options.actor, INJECTED[fate] ?? FAILED);
  }

  /** A successor starts at once; this process continues for a while. */
  #loseLease(): void {
    const { loop, heldMs, oust } = this.#world;
    loop.schedule(loop.nowMs, Phase.world, () => oust(this, heldMs));
  }

  /** A write takes effect after its sender has got a timeout, even if the sender has died since. */
  #later(carryOut: () => void): void {
    const { loop, oracle, heldMs } = this.#world;
    oracle.hold(`${this.#options.actor} writes`, ++this.#late);
    loop.schedule(loop.nowMs + heldMs, Phase.world, () => {
      oracle.hold(`${this.#options.actor} writes`, --this.#late);
      carryOut();
    });
  }
}
