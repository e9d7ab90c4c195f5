/** What a case of the benchmark is. */

/** How long something took, by the wall and of the processor, in seconds. */
export interface Time {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** One run of a case: how many units of work it did in the measured time, and what else it can tell. */
export interface Measured {
  readonly units: number;
  readonly note: string;
  /** The part of the run that counts, where that is not all of it. */
  readonly time?: Time;
}

export interface BenchCase {
  readonly name: string;
  /** What is counted: pods, syncs, events, scenarios. */
  readonly unit: string;
  /** Runs before measuring starts, so that the compiler has seen the code. */
  readonly warmUps: number;
  /** The fastest of them counts. */
  readonly runs: number;
  /** Left out of quick runs, which also make at most one warm-up and two runs. */
  readonly slow?: boolean;
  /** Why the case cannot be measured here; absent or `undefined` where it can. */
  readonly absent?: () => string | undefined;
  /** Other processes do the work, whose processor time is not known. */
  readonly elsewhere?: boolean;
  readonly run: () => Measured | Promise<Measured>;
}
