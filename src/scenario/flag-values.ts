/** Values of `--set` and `--param` flags, which are YAML. */

import type { Problem } from "./problem.ts";
import { readDocuments } from "./yaml-documents.ts";

/**
 * Reads the values of flags.
 *
 * @param flag its name, with its dashes
 * @param problems problems are added here; such a flag is left out
 */
export function readFlagValues<F extends { readonly text: string; readonly valueText: string }>(
  flag: string,
  flags: readonly F[],
  problems: Problem[],
): (F & { readonly value: unknown })[] {
  return flags.flatMap((given) => {
    const faults: Problem[] = [];
    const documents = readDocuments("", given.valueText, faults);
    const [fault] = faults;
    if (fault !== undefined || documents.length > 1) {
      const message = fault?.message ?? "the value has several documents";
      problems.push({ file: `${flag} ${given.text}`, message });
      return [];
    }
    return [{ ...given, value: documents[0]?.value ?? null }];
  });
}
