/** The flags of `jobsim sweep` and `jobsim merge` as the command line gives them. */

import type { Shard } from "../../analysis/sweep/spec.ts";
import type { ManifestFlags } from "../commands/manifest-options.ts";
import type { SameFlags } from "../same-flags.ts";

export const SWEEP_FORMATS = ["text", "csv", "jsonl"] as const;

/** What both commands print. */
export interface SweepOutputFlags {
  readonly output: (typeof SWEEP_FORMATS)[number];
  readonly html?: string;
  readonly color: boolean;
}

export interface SweepFlags extends SweepOutputFlags, SameFlags, ManifestFlags {
  readonly vary?: readonly string[];
  readonly cell?: readonly string[];
  readonly sample?: number;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly untilCi?: number;
  readonly workers?: number;
  readonly save?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly shard?: Shard;
}

export interface MergeFlags extends SweepOutputFlags {
  readonly partial?: boolean;
}
