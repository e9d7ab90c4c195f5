/** What a benchmark reports. */

export interface CaseResult {
  readonly name: string;
  readonly unit: string;
  readonly units: number;
  /** Of the fastest run, by the wall. */
  readonly seconds: number;
  /** The least that the processor worked in a run; `undefined` where other processes did the work. */
  readonly cpuSeconds?: number;
  /** By the wall. */
  readonly perSecond: number;
  readonly note: string;
  /** Highest memory of the process, warm-ups included, in megabytes. */
  readonly rssMb: number;
  /**
   * The time as a multiple of a fixed piece of work, measured in the same process: of the processor, so that what else
   * the machine does matters little, or by the wall where other processes did the work.
   */
  readonly yardsticks: number;
}

/** Two cases of one run, compared. */
export interface RatioResult {
  readonly name: string;
  readonly value: number;
}

/** A case that could not be measured, and why. */
export interface AbsentCase {
  readonly name: string;
  readonly reason: string;
}

export interface BenchReport {
  /** When it was measured, RFC 3339. */
  readonly time: string;
  readonly node: string;
  readonly machine: string;
  /**
   * Processes that were running or waiting for a processor when it
   * began: more than 0.5 and the wall clock tells little.
   */
  readonly load: number;
  /** Marked with a plus where the tree had other changes. */
  readonly commit: string;
  readonly quick: boolean;
  readonly results: readonly CaseResult[];
  readonly absent: readonly AbsentCase[];
  readonly ratios: readonly RatioResult[];
}

/** What a process that measures one case answers. */
export type MeasureAnswer =
  | { readonly kind: "result"; readonly result: CaseResult }
  | { readonly kind: "absent"; readonly reason: string };
