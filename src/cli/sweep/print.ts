/** Prints a sweep in the formats that were asked for. */

import { sweepNotes } from "../../analysis/sweep/notes.ts";
import type { SweepRuns } from "../../analysis/sweep/part.ts";
import { sweepSummary } from "../../analysis/sweep/summary.ts";
import { styleFor } from "../../report/style.ts";
import { sweepCsv, sweepJsonl, sweepText } from "../../report/sweep-text.ts";
import type { Environment } from "../environment.ts";
import { writeOutput } from "../write-output.ts";
import type { SweepOutputFlags } from "./sweep-flags.ts";

/** Prints the table with its notes and writes the page; if the table is for machines, notes go to standard error. */
export async function printSweep(
  runs: SweepRuns,
  { output, html, color }: SweepOutputFlags,
  { stdout, stderr, variables }: Environment,
): Promise<void> {
  const notes = sweepNotes(runs.spec);
  const summary = sweepSummary(runs);
  if (output === "csv") stdout.write(sweepCsv(summary));
  else if (output === "jsonl") stdout.write(sweepJsonl(summary));
  else {
    const style = styleFor(color && stdout.isTerminal && !variables.noColor);
    const said = notes.map((note) => style.warn(`note: ${note}`));
    stdout.write(`${[...sweepText(summary, style), ...said].join("\n")}\n`);
  }
  if (output !== "text") stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  if (html === undefined) return;
  const { sweepHtml } = await import("../../report/sweep-html.ts");
  writeOutput(html, await sweepHtml(summary, runs.spec));
}
