/**
 * `fetch` as a Go program knows it.
 *
 * Go asks for promises and gives them two functions. What it gets here are plain objects with a `then`: no promise of
 * the language decides when anything happens, so that only the clock of the run does, and calls in flight can be copied
 * with the rest of the program.
 */

import type { Asking, ProgramAnswer, ProgramBody, ProgramRequest, Surroundings } from "./surroundings.ts";

type Settle = (value: unknown) => void;

type Await = (success: Settle, failure: Settle) => void;

/** What Go waits for. */
class Awaited {
  readonly #begin: Await;

  constructor(begin: Await) {
    this.#begin = begin;
  }

  // biome-ignore lint/suspicious/noThenProperty: Go calls it on a promise, and this stands in for one
  then(success: Settle, failure: Settle): void {
    this.#begin(success, failure);
  }
}

interface FetchOptions {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignalOfGo;
}

/** A call in flight. */
class Call {
  readonly request: ProgramRequest;
  success: Settle | undefined;
  failure: Settle | undefined;
  cancel: (() => void) | undefined;
  readonly awaited = new Awaited((success, failure) => {
    this.success = success;
    this.failure = failure;
  });

  constructor(request: ProgramRequest) {
    this.request = request;
  }
}

class AbortSignalOfGo {
  call: Call | undefined;
}

/** A call as it was when a program was copied. */
export interface CopiedCall {
  readonly call: Call;
  readonly success: Settle | undefined;
  readonly failure: Settle | undefined;
}

/** The calls of one program. */
export class Calls {
  readonly #open = new Set<Call>();
  #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** What the program finds under its global names. */
  globals(): Readonly<Record<string, unknown>> {
    const abort = (call: Call) => this.#abort(call);
    class AbortController {
      readonly signal = new AbortSignalOfGo();
      abort(): void {
        if (this.signal.call !== undefined) abort(this.signal.call);
      }
    }
    return { Headers, AbortController, fetch: (url: string, options: FetchOptions) => this.#fetch(url, options) };
  }

  /** The calls that wait for an answer. */
  copy(): readonly CopiedCall[] {
    return Array.from(this.#open, (call) => ({ call, success: call.success, failure: call.failure }));
  }

  /** Recreates the calls of a copy in other surroundings. */
  restore(copied: readonly CopiedCall[], surroundings: Surroundings): void {
    this.#surroundings = surroundings;
    this.#open.clear();
    for (const { call, success, failure } of copied) {
      call.success = success;
      call.failure = failure;
      this.#send(call);
    }
  }

  #fetch(url: string, { method, headers, body, signal }: FetchOptions): Awaited {
    const call = new Call({ method, url, headers, body: body ?? new Uint8Array() });
    if (signal !== undefined) signal.call = call;
    this.#send(call);
    return call.awaited;
  }

  #send(call: Call): void {
    this.#open.add(call);
    const end = (settle: () => void) => {
      if (this.#open.delete(call)) settle();
    };
    const asking: Asking = {
      answered: (answer) => end(() => call.success?.(this.#result(answer, call))),
      failed: (message) => end(() => call.failure?.(new Error(message))),
    };
    call.cancel = this.#surroundings.ask(call.request, asking);
  }

  /** Go waits for the refusal that follows. */
  #abort(call: Call): void {
    call.cancel?.();
    if (!this.#open.delete(call)) return;
    this.#surroundings.later(0, () => call.failure?.(new Error("the call was aborted")));
  }

  #result({ status, headers, body }: ProgramAnswer, call: Call): object {
    return { status, headers, redirected: false, url: call.request.url, body: { getReader: () => readerOf(body) } };
  }
}

function readerOf(body: ProgramBody): object {
  return {
    read: () =>
      new Awaited((success, failure) =>
        body.read(
          (part) => success(part === undefined ? { done: true } : { done: false, value: part }),
          (message) => failure(new Error(message)),
        ),
      ),
    cancel: () => {
      body.cancel();
      return new Awaited(() => {});
    },
  };
}
