/** Collects which Jobs something is said about, so that it is said once. */
export class Mentions {
  readonly #jobs = new Map<string, Set<string>>();
  readonly #count: number;

  /** @param count of all Jobs */
  constructor(count: number) {
    this.#count = count;
  }

  /** @param job `Job train` */
  add(text: string, job: string): void {
    const jobs = this.#jobs.get(text) ?? new Set();
    this.#jobs.set(text, jobs.add(job));
  }

  /** Each text once, with a phrase for its Jobs. */
  tell(sentence: (text: string, of: string) => string): string[] {
    return Array.from(this.#jobs, ([text, jobs]) => {
      const of = jobs.size === 1 || this.#count === 1 ? [...jobs].join("") : `${jobs.size} Jobs`;
      return sentence(text, of);
    });
  }
}
