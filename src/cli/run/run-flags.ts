/** The flags of `jobsim run` as the command line gives them. */

import type { FlagTexts } from "../../scenario/flags.ts";
import type { GoFlags } from "../go/go-flags.ts";

export const OUTPUT_FORMATS = ["text", "json", "jsonl", "yaml"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface RunFlags extends Omit<FlagTexts, "param">, GoFlags {
  readonly output: OutputFormat;
  readonly quiet?: boolean;
  readonly pods?: number | "all";
  readonly transitions?: number | "all";
  readonly events?: boolean;
  /** Only this Job is shown, by its name. */
  readonly job?: string;
  readonly explain?: boolean;
  /** False: without anything that differs between machines. */
  readonly timing?: boolean;
  readonly color: boolean;
  readonly exitStatus?: boolean;
}
