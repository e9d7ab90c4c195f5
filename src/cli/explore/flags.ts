/** The flags of `jobsim explore` as the command line gives them. */
import type { ManifestFlags } from "../commands/manifest-options.ts";
import type { OwnFlags } from "../own-check.ts";

export interface ExploreFlags extends OwnFlags, ManifestFlags {
  readonly jobs: number;
  readonly pods: number;
  readonly failing: number;
  readonly nonIndexed?: true;
  readonly deviations: number;
  readonly only?: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly output: "text" | "json";
  readonly workers?: number;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly state?: string;
  readonly time?: number;
  readonly out: string;
}
