/** Thrown through a sync that ends in the middle because its process dies; the world catches it. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
  /** How long the process stays away. */
  readonly downMs: number;

  constructor(downMs: number) {
    super("the process dies here");
    this.downMs = downMs;
  }
}
