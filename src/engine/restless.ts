/**
 * A run that would go on forever, such as an instant in which a controller is woken by its own writes without end.
 * `run` and `runAsync` of a simulation throw it; a check makes a violation of it.
 *
 * @example
 * await expect(simulation.runAsync()).rejects.toBeInstanceOf(RestlessError);
 */
export class RestlessError extends Error {
  override readonly name = "RestlessError";
  /** When it was noticed, virtual milliseconds since the run began. */
  readonly atMs: number;

  /**
   * @param message what goes on without end
   * @param atMs virtual milliseconds since the run began
   */
  constructor(message: string, atMs: number) {
    super(message);
    this.atMs = atMs;
  }
}

/** An instant that does not end. */
export function endlessInstant(what: string, atMs: number): RestlessError {
  return new RestlessError(`${what} in one instant: the clock cannot move on`, atMs);
}
