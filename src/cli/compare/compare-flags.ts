/** The flags of `jobsim compare` as the command line gives them. */

export const COMPARE_FORMATS = ["text", "json"] as const;

export interface CompareFlags {
  readonly variant?: readonly string[];
  readonly run?: string;
  readonly exit?: string;
  readonly start?: string;
  readonly ready?: string;
  readonly schedule?: string;
  readonly set?: readonly string[];
  readonly param?: readonly string[];
  readonly until?: string;
  readonly kubernetes?: string;
  readonly seed?: string;
  readonly seeds?: number;
  readonly workers?: number;
  readonly output: (typeof COMPARE_FORMATS)[number];
  readonly html?: string;
  readonly color: boolean;
}
