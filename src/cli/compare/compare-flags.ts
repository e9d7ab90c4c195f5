/** The flags of `jobsim compare` as the command line gives them. */

import type { SameFlags } from "../same-flags.ts";

export const COMPARE_FORMATS = ["text", "json"] as const;

export interface CompareFlags extends SameFlags {
  readonly variant?: readonly string[];
  readonly seed?: string;
  readonly seeds?: number;
  readonly workers?: number;
  readonly output: (typeof COMPARE_FORMATS)[number];
  readonly html?: string;
  readonly color: boolean;
}
