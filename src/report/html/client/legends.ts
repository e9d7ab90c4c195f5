/** What the colours of the charts mean. */

import type { ReportMark } from "../report-data.ts";
import { COUNTERS } from "./counters.ts";
import { fillLegend } from "./page-parts.ts";

const MARKS: { readonly [K in ReportMark["kind"]]: string } = {
  fault: "▼ fault",
  violation: "▼ violation",
  parting: "▼ where they part",
};

/** Fills the legends of both charts, with the kinds of marks if the page has any. */
export function fillLegends(marks: readonly ReportMark[]): void {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  fillLegend("legend", [
    ["waiting to run", "pending"],
    ["running", "running"],
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    ["failed, ignored", "waiting"],
    ["not counted", "terminating"],
    ...kinds.map((kind) => [MARKS[kind], kind] as const),
  ]);
  fillLegend(
    "counter-legend",
    COUNTERS.map(({ counter, colour }) => [counter, colour]),
  );
}
