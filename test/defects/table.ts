/** The gallery as a table. */

import type { Defect } from "./defect.ts";

export interface Row {
  readonly defect: Defect;
  readonly runs: number;
  readonly events: number;
  readonly invariant: string;
}

/** A Markdown page with a row for each defect that was found. */
export function formatTable(rows: readonly Row[]): string {
  const lines = rows.map(({ defect, runs, events, invariant }) => {
    const open = defect.open === true ? " (open)" : "";
    return `| ${defect.id}${open} | ${defect.issues.join(", ")} | ${defect.title} | ${invariant} | ${runs} | ${events} |`;
  });
  return [
    "# Defects that the default check finds",
    "",
    "Written by `npx tsx test/defects/write-gallery.ts`. Runs are those of `jobsim check --seed 1` until the first",
    "violation; events are what is left after shrinking.",
    "",
    "| Defect | Issues of kubernetes/kubernetes | What went wrong | Seen by | Runs | Events |",
    "|---|---|---|---|---:|---:|",
    ...lines,
    "",
  ].join("\n");
}
