/** A run that would go on forever, such as an instant in which what happens makes more happen in it, without end. */
export class RestlessError extends Error {
  override readonly name = "RestlessError";
  /** When it was noticed, virtual milliseconds since the run began. */
  readonly atMs: number;

  /** @param message what goes on without end */
  constructor(message: string, atMs: number) {
    super(message);
    this.atMs = atMs;
  }
}

/** An instant that does not end. */
export function endlessInstant(what: string, atMs: number): RestlessError {
  return new RestlessError(`${what} in one instant: the clock cannot move on`, atMs);
}
