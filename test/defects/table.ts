/** The gallery as a table, from the replay files: what they hold is what the searches found. */

import { readFileSync } from "node:fs";
import { countEvents, parseReplay, type Replay } from "../../src/testing/index.ts";
import type { Defect } from "./defect.ts";
import { GALLERY } from "./gallery.ts";

/** The replay file of a defect, read. */
export function replayOf({ id }: Defect): Replay {
  const parsed = parseReplay(readFileSync(new URL(`./replays/${id}.json`, import.meta.url), "utf8"));
  if ("problems" in parsed) throw new Error(`${id}: ${parsed.problems.join(", ")}`);
  return parsed;
}

const HEADER = ["Defect", "Issues of kubernetes/kubernetes", "What went wrong", "Seen by", "Runs", "Events"];
/** Columns from here on hold numbers. */
const FIRST_NUMBER = 4;

function cellsOf(defect: Defect): string[] {
  const { trial, expected, seed } = replayOf(defect);
  const open = defect.open === undefined ? "" : " (open)";
  const { id, issues, title } = defect;
  return [`${id}${open}`, issues.join(", "), title, expected.invariant, String(seed), String(countEvents(trial))];
}

/** Rows with columns of equal width, as the formatter wants them. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = rows.map((row) =>
    line(row.map((cell, at) => (at < FIRST_NUMBER ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))),
  );
  const rule = line(widths.map((width, at) => (at < FIRST_NUMBER ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
  return [padded[0] ?? "", rule, ...padded.slice(1)];
}

/** A Markdown page with a row for each defect. */
export function formatTable(): string {
  return [
    "# Defects that the default check finds",
    "",
    "Written by `npx tsx test/defects/write-gallery.ts`. Runs are those of `jobsim check --seed 1` until the first",
    "violation; events are what is left after shrinking. Open ones are in Kubernetes itself: the built-in controller plays",
    "them, and `jobsim check --strict` shows them.",
    "",
    ...align([HEADER, ...GALLERY.map(cellsOf)]),
    "",
  ].join("\n");
}
