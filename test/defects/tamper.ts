/** A connection that changes what the controller asks for, or what it is answered. */

import type { JobStatus } from "../../src/api/types.ts";
import type { Actor } from "../../src/apiserver/log.ts";
import type { Answer, Request } from "../../src/apiserver/requests.ts";
import { type Batch, Client, type Process } from "../../src/controller/process.ts";
import { builtInControllers, type Host, type StartControllers } from "../../src/testing/index.ts";

/** What happens to a request: another one, or an answer without the server. */
export interface Tampering {
  readonly request?: (request: Request, host: Host) => Request | { readonly answer: Answer };
  readonly answer?: (answer: Answer, request: Request) => Answer;
}

class TamperedClient extends Client {
  readonly #host: Host;
  readonly #inner: Client;
  readonly #tampering: Tampering;

  constructor(host: Host, inner: Client, tampering: Tampering) {
    super(host.loop, host.server, { actor: "job-controller", latencyMs: 0, fault: undefined });
    this.#host = host;
    this.#inner = inner;
    this.#tampering = tampering;
  }

  override run<R>(process: Process<R>, done: (result: R) => void): void {
    this.#inner.run(this.#tamper(process), done);
  }

  *#tamper<R>(process: Process<R>): Process<R> {
    let step = process.next();
    while (step.done !== true) {
      const answers = yield* this.#send(step.value);
      step = process.next(answers);
    }
    return step.value;
  }

  *#send(batch: Batch): Generator<Batch, readonly Answer[], readonly Answer[]> {
    const { request: change, answer: rewrite } = this.#tampering;
    const planned = batch.map((request) => change?.(request, this.#host) ?? request);
    const sent: Request[] = planned.flatMap((plan) => ("answer" in plan ? [] : [plan]));
    const received = sent.length === 0 ? [] : [...(yield sent)];
    return planned.map((plan, at) => {
      const request = batch[at];
      if ("answer" in plan) return plan.answer;
      const answer: Answer = received.shift() ?? {
        ok: false,
        error: { reason: "InternalError", message: "no answer" },
      };
      return rewrite === undefined || request === undefined ? answer : rewrite(answer, request);
    });
  }
}

/**
 * The built-in controllers on such a connection.
 *
 * @param only the controller that has it; all of them if absent
 */
export function tamper(tampering: Tampering, only?: Actor): StartControllers {
  return (host) =>
    builtInControllers({
      ...host,
      connect: (actor) => {
        const plain = host.connect(actor);
        return only === undefined || only === actor ? new TamperedClient(host, plain, tampering) : plain;
      },
    });
}

/** Changes each status that the Job controller writes. */
export function tamperStatus(change: (next: JobStatus, stored: JobStatus, host: Host) => JobStatus): StartControllers {
  return tamper({
    request: (request, host) => {
      if (request.resource !== "jobs" || request.verb !== "updateStatus") return request;
      const stored = host.server.jobs.jobs.get(request.namespace, request.name);
      if (stored === undefined) return request;
      return { ...request, job: { ...request.job, status: change(request.job.status, stored.status, host) } };
    },
  });
}
