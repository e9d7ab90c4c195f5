/** Prints a sweep in the formats that were asked for. */

import type { SweepRuns } from "../../analysis/sweep/part.ts";
import { sweepSummary } from "../../analysis/sweep/summary.ts";
import { styleFor } from "../../report/style.ts";
import { sweepCsv, sweepJsonl, sweepText } from "../../report/sweep-text.ts";
import type { Environment } from "../environment.ts";
import { writeOutput } from "../write-output.ts";
import type { SweepOutputFlags } from "./sweep-flags.ts";

/** Prints the table to standard output, and the page to its file. */
export async function printSweep(
  runs: SweepRuns,
  { output, html, color }: SweepOutputFlags,
  { stdout, variables }: Environment,
): Promise<void> {
  const summary = sweepSummary(runs);
  if (output === "csv") stdout.write(sweepCsv(summary));
  else if (output === "jsonl") stdout.write(sweepJsonl(summary));
  else {
    const style = styleFor(color && stdout.isTerminal && !variables.noColor);
    stdout.write(`${sweepText(summary, style).join("\n")}\n`);
  }
  if (html === undefined) return;
  const { sweepHtml } = await import("../../report/sweep-html.ts");
  writeOutput(html, await sweepHtml(summary, runs.spec));
}
