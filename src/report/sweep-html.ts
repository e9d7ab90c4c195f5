/** A sweep as one HTML page that needs no other file. */

import { isSpan, NUMBERS, type NumberName, shownNumbers } from "../analysis/measures.ts";
import { formatSettings } from "../analysis/sweep/setting.ts";
import type { SweepSpec } from "../analysis/sweep/spec.ts";
import type { CellSummary, SweepSummary } from "../analysis/sweep/summary.ts";
import { escapeHtml } from "./html/escape.ts";
import type { ChartOptions, ChartRow } from "./sweep-charts.ts";
import { formatNumber, formatShare } from "./sweep-text.ts";

/** Cells in one chart; a table with all of them follows. */
const MOST_CHARTED = 60;
/** Charts are drawn for wide and for narrow screens, and the page shows the one that fits. */
const WIDTHS = { wide: 900, narrow: 350 } as const;

const TITLES: { readonly [N in NumberName]: string } = {
  makespanMs: "Makespan",
  retries: "Retries",
  pods: "Pods created",
  podSeconds: "Pod-seconds used",
  wastedPodSeconds: "Pod-seconds wasted",
  cost: "Cost of nodes",
  scheduledRuns: "Scheduled runs",
  failedRuns: "Failed runs",
  skippedRuns: "Runs skipped by Forbid",
  missedRuns: "Missed runs",
  replacedRuns: "Replaced runs",
  lateByMs: "Lateness of the latest run",
};

/**
 * Renders a sweep. The same sweep gives the same bytes.
 *
 * @example
 * writeFileSync("sweep.html", await sweepHtml(sweepSummary(runs), runs.spec));
 */
export async function sweepHtml(summary: SweepSummary, spec: Pick<SweepSpec, "file" | "flags">): Promise<string> {
  // Drawing needs heavy libraries, which nothing else needs.
  const { intervalChart } = await import("./sweep-charts.ts");
  const { cells, seeds, firstSeed } = summary;
  const title = `Sweep of ${spec.file}`;
  const charted = cells.slice(0, MOST_CHARTED);
  const left = cells.length - charted.length;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${cells.length} ${cells.length === 1 ? "cell" : "cells"}, seeds ${firstSeed} to ${firstSeed + seeds - 1}, the same in each cell. ${escapeHtml(flagsText(spec))}</p>`,
    ...(left > 0 ? [`<p>The charts show the first ${MOST_CHARTED} cells; ${left} more are in the table.</p>`] : []),
    ...successSection(charted, intervalChart),
    ...NUMBERS.flatMap((name) => numberSection(charted, name, intervalChart)),
    ...tableSection(summary),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function flagsText({ flags }: Pick<SweepSpec, "flags">): string {
  const given = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((text) => `--${name} ${text}`),
  );
  return given.length === 0 ? "" : `All cells: ${given.join(" ")}.`;
}

/** Draws a chart. */
type Draw = (options: ChartOptions) => string;

function successSection(cells: readonly CellSummary[], draw: Draw): string[] {
  const rows = cells.flatMap(({ settings, success }): ChartRow[] => {
    if (success === undefined) return [];
    const [value, low, high] = [success.value, success.low, success.high].map((share) => share * 100);
    return [{ label: formatSettings(settings), value: value ?? 0, low: low ?? 0, high: high ?? 0 }];
  });
  if (rows.length === 0) return [];
  const note = "Share of the runs in which every Job completed; the line is the 95% interval.";
  return section("Probability of success", note, (width) =>
    draw({ rows, axis: "percent of runs", domain: [0, 100], width }),
  );
}

function numberSection(cells: readonly CellSummary[], name: NumberName, draw: Draw): string[] {
  const rows = cells.flatMap(({ settings, numbers }): ChartRow[] => {
    const found = numbers[name];
    if (found === undefined) return [];
    const scale = (value: number) => (isSpan(name) ? value / 1000 : value);
    const { p5, p50, p95 } = found;
    return [
      {
        label: formatSettings(settings),
        value: scale(p50.value),
        // An open end is drawn as far as the observed values go.
        low: scale(Math.max(p50.low, p5.value)),
        high: scale(Math.min(p50.high, p95.value)),
        from: scale(p5.value),
        to: scale(p95.value),
      },
    ];
  });
  if (rows.length === 0) return [];
  const runs = name === "makespanMs" ? "the runs that ended" : "the runs";
  const note = `The dot is the median with its 95% interval; the band holds 90% of ${runs}.`;
  const axis = isSpan(name) || name.endsWith("Seconds") ? "seconds" : name === "cost" ? "cost" : "count";
  return section(TITLES[name], note, (width) => draw({ rows, axis, width }));
}

function section(title: string, note: string, chart: (width: number) => string): string[] {
  return [
    "<section>",
    `<h2>${title}</h2>`,
    `<p>${note}</p>`,
    `<div class="wide">${chart(WIDTHS.wide)}</div>`,
    `<div class="narrow">${chart(WIDTHS.narrow)}</div>`,
    "</section>",
  ];
}

function tableSection({ names, cells }: SweepSummary): string[] {
  const shown = shownNumbers((name) => cells.some(({ numbers }) => numbers[name] !== undefined));
  const titles = [...names, "Runs", "Success", ...shown.flatMap((name) => [`${TITLES[name]} P50`, "P95"])];
  const rows = cells.map(({ settings, runs, missing, success, numbers }) => [
    ...names.map((name) => settings.find((setting) => setting.name === name)?.value ?? ""),
    missing > 0 ? `${runs} of ${runs + missing}` : `${runs}`,
    success === undefined ? "-" : formatShare(success),
    ...shown.flatMap((name) =>
      (["p50", "p95"] as const).map((share) => {
        const found = numbers[name];
        return found === undefined ? "-" : formatNumber(name, found[share].value);
      }),
    ),
  ]);
  const row = (cellsOfRow: readonly string[], tag: "th" | "td") =>
    `<tr>${cellsOfRow.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return [
    "<section>",
    "<h2>All cells</h2>",
    '<div class="scroll"><table>',
    `<thead>${row(titles, "th")}</thead>`,
    "<tbody>",
    ...rows.map((cellsOfRow) => row(cellsOfRow, "td")),
    "</tbody>",
    "</table></div>",
    "</section>",
  ];
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 940px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 0; }
p { margin: 0.3rem 0 0.6rem; }
svg { background: none; max-width: 100%; height: auto; font-size: 12px; }
.narrow { display: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; white-space: nowrap; }
th, td { text-align: right; padding: 0.25rem 0.7rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
th { font-weight: 600; }
@media (max-width: 700px) { .wide { display: none; } .narrow { display: block; } }
`;
