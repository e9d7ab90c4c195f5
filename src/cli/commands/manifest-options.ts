/** Flags of the commands whose work a cluster can share: `sweep`, `check` and `explore`. */

import type { Command } from "commander";
import { parseCount } from "./flag-values.ts";

/** What the flags are read as. */
export interface ManifestFlags {
  readonly emitManifest?: number;
  readonly image: string;
}

/** Adds the flags that print a manifest in place of doing the work. */
export function addManifestOptions(command: Command): Command {
  return command
    .option("--emit-manifest <n>", "print an Indexed Job that computes n parts on Kubernetes", parseCount)
    .option("--image <name>", "image of that Job, with jobsim in it", "registry.example.com/jobsim:latest");
}
