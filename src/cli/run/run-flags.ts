/** The flags of `jobsim run` as the command line gives them. */

export const OUTPUT_FORMATS = ["text", "json", "jsonl", "yaml"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface RunFlags {
  readonly run?: string;
  readonly exit?: string;
  readonly start?: string;
  readonly ready?: string;
  readonly schedule?: string;
  readonly seed?: string;
  readonly kubernetes?: string;
  readonly set?: readonly string[];
  readonly until?: string;
  readonly output: OutputFormat;
  readonly quiet?: boolean;
  readonly pods?: number | "all";
  readonly transitions?: number | "all";
  readonly events?: boolean;
  readonly explain?: boolean;
  readonly color: boolean;
  readonly exitStatus?: boolean;
}
