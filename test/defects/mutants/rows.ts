/** The page of mutants: a table that is read back, so that a search which takes minutes is made once. */

import type { Mutant } from "./mutants.ts";

/** Where a mutant was found first. */
export interface Found {
  readonly run: number;
  readonly seenBy: string;
}

const COLUMNS = 4;

/** The rows of a page, by mutant. */
export function readRows(page: string): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const line of page.split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim());
    const [, id = "", , seenBy = "", run = ""] = cells;
    if (cells.length === COLUMNS + 2 && /^\d+$/.test(run)) found.set(id, { run: Number(run), seenBy });
  }
  return found;
}

/** The page as it is committed. */
export function formatRows(mutants: readonly Mutant[], found: ReadonlyMap<string, Found>, runs: number): string {
  const rows = mutants.map(({ id, title }) => {
    const row = found.get(id);
    return `| ${id} | ${title} | ${row?.seenBy ?? ""} | ${row?.run ?? `not in ${runs}`} |`;
  });
  return [
    "# Subtle mutants, and the run that shows each",
    "",
    "Each is one small change of the built-in controllers that an author could make. Runs are those of `jobsim check",
    "--seed 1`. Written by `UPDATE_EXPECTED=1 npx vitest run test/defects/mutants`, which searches again for those that",
    "their run shows no longer.",
    "",
    `${found.size} of ${mutants.length} are found.`,
    "",
    "| Mutant | What the controller does | Seen by | Run |",
    "| --- | --- | --- | ---: |",
    ...rows,
    "",
  ].join("\n");
}
