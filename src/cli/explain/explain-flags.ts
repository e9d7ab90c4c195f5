/** The flags of `jobsim explain` as the command line gives them. */

import type { RunFlags } from "../run/run-flags.ts";

export const EXPLAIN_FORMATS = ["text", "json"] as const;

export interface ExplainFlags
  extends Pick<
    RunFlags,
    "run" | "exit" | "start" | "ready" | "schedule" | "seed" | "kubernetes" | "set" | "until" | "color"
  > {
  readonly job?: string;
  readonly pod?: string;
  readonly at?: string;
  readonly whyNot?: boolean;
  readonly output: (typeof EXPLAIN_FORMATS)[number];
}
