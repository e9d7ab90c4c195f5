/** What a benchmark reports. */

export interface CaseResult {
  readonly name: string;
  readonly unit: string;
  readonly units: number;
  /** Of the fastest run. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly note: string;
  /** Highest memory of the process, warm-ups included, in megabytes. */
  readonly rssMb: number;
  /** The time as a multiple of a fixed piece of work on the same machine. */
  readonly yardsticks: number;
}

export interface BenchReport {
  readonly node: string;
  readonly machine: string;
  readonly commit: string;
  readonly results: readonly CaseResult[];
}
