/** What a Go program gets from outside: time, chance, answers, and a reader for what it prints. */

/** A request as the program sends it. */
export interface ProgramRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** The body of an answer, as the program reads it. */
export interface ProgramBody {
  /** Delivers the next part, or nothing at the end; or says why there is none. Not called again before then. */
  read(taken: (part: Uint8Array | undefined) => void, failed: (message: string) => void): void;
  /** The program stops reading. */
  cancel(): void;
}

/** An answer. */
export interface ProgramAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ProgramBody;
}

/** The outcome of a request: an answer, or none at all. */
export interface Asking {
  answered(answer: ProgramAnswer): void;
  failed(message: string): void;
}

/** The world of one process. Nothing is called back before the program waits. */
export interface Surroundings {
  /** Milliseconds since the process started. */
  elapsedMs(): number;
  /** Milliseconds since 1970. */
  instantMs(): number;
  /** Fills an array with bytes that only the seed determines. */
  fill(bytes: Uint8Array): void;
  /** Calls back after this many milliseconds; the callee knows whether anyone still cares. */
  later(delayMs: number, action: () => void): void;
  /** Sends a request; returns a function that cancels it as far as that is still possible. */
  ask(request: ProgramRequest, asking: Asking): () => void;
  /** The program printed a line; 1 is its standard output, 2 its standard error. */
  printed(file: number, line: string): void;
  /** The program has ended. */
  exited(code: number): void;
}
