/** `jobsim merge`: joins parts of a sweep, and prints it. */

import { mergeParts } from "../../analysis/sweep/merge-parts.ts";
import { parseParts } from "../../analysis/sweep/part-log.ts";
import type { Environment } from "../environment.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { readText } from "../text-files.ts";
import { printSweep } from "./print.ts";
import type { MergeFlags } from "./sweep-flags.ts";

/**
 * Runs `jobsim merge`.
 *
 * @returns the exit code
 */
export async function executeMerge(
  files: readonly string[],
  flags: MergeFlags,
  environment: Environment,
): Promise<number> {
  try {
    const parts = [];
    for (const file of files) {
      const { name, text } = await readText(file, environment);
      for (const part of parseParts(name, text)) parts.push({ file: name, part });
    }
    await printSweep(mergeParts(parts, flags.partial === true), flags, environment);
    return EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}
