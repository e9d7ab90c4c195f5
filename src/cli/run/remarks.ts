/** What people might wonder about at the end of a run. */

import { LONGEST_RUN_MS, tooLarge } from "../../analysis/longest-run.ts";
import type { RunSummary } from "../../analysis/summary.ts";
import { formatDuration } from "../../scenario/duration.ts";
import type { Played } from "./play.ts";

/** Says why a run ended while a Job was not finished, unless the user chose its end. */
export function remarks({ ending, simulation }: Played, { jobs }: RunSummary): string[] {
  const open = jobs.filter(({ outcome }) => outcome === "Running" || outcome === "Suspended");
  const names = open.map(({ name, outcome }) => `Job ${name} is still ${outcome}`).join(", ");
  if (ending === "bound") {
    const longest = formatDuration(LONGEST_RUN_MS);
    return [`stopped after ${longest}, the longest run without --until${names === "" ? "" : `; ${names}`}`];
  }
  if (ending === "full") {
    return [`stopped, as ${tooLarge("kept", simulation.loop.nowMs)}${names === "" ? "" : `; ${names}`}`];
  }
  if (names === "" || simulation.plan.untilMs !== undefined) return [];
  return [`nothing is left to happen, but ${names}`];
}
