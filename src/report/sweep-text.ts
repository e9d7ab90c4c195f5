/** A sweep as a table for people, as CSV, and as lines of JSON. */

import { isSpan, type NumberName, shownNumbers } from "../analysis/measures.ts";
import type { Estimate } from "../analysis/statistics.ts";
import { type CellSummary, PERCENTILES, type SweepSummary } from "../analysis/sweep/summary.ts";
import { formatSpan } from "../analysis/times.ts";
import { formatCount } from "./numbers.ts";
import { PLAIN, type Style } from "./style.ts";
import { type TextColumn, textTable } from "./text-table.ts";

const MARKER = "~";

/**
 * Prints a sweep as a table, with a note on what its columns are.
 *
 * @example
 * console.log(sweepText(sweepSummary(runs)).join("\n"));
 */
export function sweepText(summary: SweepSummary, style: Style = PLAIN): string[] {
  const { cells, names, seeds, firstSeed } = summary;
  const varied = names.map(
    (name): TextColumn<CellSummary> => ({
      title: name,
      cell: ({ settings }) => settings.find((setting) => setting.name === name)?.value ?? "",
      paint: (_row, text) => style.name(text),
    }),
  );
  const columns: TextColumn<CellSummary>[] = [
    ...varied,
    {
      title: "RUNS",
      cell: ({ runs, missing }) => (missing > 0 ? `${runs} of ${runs + missing}` : `${runs}`),
      align: "right",
    },
    { title: "SUCCESS", cell: ({ success }) => (success === undefined ? "-" : formatShare(success)), align: "right" },
    numberColumn("MAKESPAN P50", "makespanMs", "p50", true),
    numberColumn("P95", "makespanMs", "p95", true),
    numberColumn("RETRIES P50", "retries", "p50", false),
    numberColumn("P95", "retries", "p95", false),
    numberColumn("PODS P50", "pods", "p50", false),
    numberColumn("POD-SECONDS P50", "podSeconds", "p50", false),
    numberColumn("WASTED P50", "wastedPodSeconds", "p50", false),
    ...(cells.some(({ numbers }) => numbers.cost !== undefined)
      ? [numberColumn("COST P50", "cost", "p50", false), numberColumn("P95", "cost", "p95", false)]
      : []),
    ...(cells.some(({ numbers }) => numbers.scheduledRuns !== undefined) ? SCHEDULE_COLUMNS : []),
  ];
  const missing = cells.reduce((sum, cell) => sum + cell.missing, 0);
  const stopped = cells.filter((cell) => cell.stopped).length;
  return [
    ...textTable(cells, columns, style.dim),
    "",
    style.dim(`Seeds ${firstSeed} to ${firstSeed + seeds - 1}. Brackets hold 95% intervals.`),
    ...(cells.some(isPartial)
      ? [style.dim(`${MARKER} only of the runs that ended: others had a Job that never did.`)]
      : []),
    ...(stopped === 0 ? [] : [style.dim(`${stopped} of ${cells.length} cells stopped early: precise enough.`)]),
    ...(missing === 0 ? [] : [style.warn(`${missing} runs are missing: this is not the whole sweep.`)]),
  ];
}

function isPartial({ numbers, runs }: CellSummary): boolean {
  return (numbers.makespanMs?.runs ?? runs) < runs;
}

function numberColumn(
  title: string,
  name: NumberName,
  percentile: "p50" | "p95",
  withInterval: boolean,
): TextColumn<CellSummary> {
  return {
    title,
    align: "right",
    cell: ({ numbers, runs }) => {
      const found = numbers[name];
      if (found === undefined) return "-";
      const partial = found.runs < runs ? MARKER : "";
      return `${partial}${withInterval ? formatNumberEstimate(name, found[percentile]) : formatNumber(name, found[percentile].value)}`;
    },
  };
}

/** What happened to the schedules of CronJobs. */
const SCHEDULE_COLUMNS: readonly TextColumn<CellSummary>[] = [
  numberColumn("SCHEDULED P50", "scheduledRuns", "p50", false),
  numberColumn("FAILED P50", "failedRuns", "p50", false),
  numberColumn("P95", "failedRuns", "p95", false),
  numberColumn("SKIPPED P50", "skippedRuns", "p50", false),
  numberColumn("P95", "skippedRuns", "p95", false),
  numberColumn("MISSED P95", "missedRuns", "p95", false),
  numberColumn("REPLACED P95", "replacedRuns", "p95", false),
  numberColumn("LATE P95", "lateByMs", "p95", false),
];

/** `93.4% [91.7–94.8]` */
export function formatShare({ value, low, high }: Estimate): string {
  return `${percent(value)}% [${percent(low)}–${percent(high)}]`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** A number of a run with its unit. */
export function formatNumber(name: NumberName, value: number): string {
  if (isSpan(name)) return formatSpan(value);
  return name === "cost" ? value.toFixed(2) : formatCount(name.endsWith("Seconds") ? Math.round(value) : value);
}

function formatNumberEstimate(name: NumberName, { value, low, high }: Estimate): string {
  // Too few runs say nothing about how far off the estimate is.
  if (!Number.isFinite(low) && !Number.isFinite(high)) return formatNumber(name, value);
  const bound = (number: number) => (Number.isFinite(number) ? formatNumber(name, number) : "?");
  return `${formatNumber(name, value)} [${bound(low)}–${bound(high)}]`;
}

/**
 * Prints a sweep as CSV (RFC 4180): a row for each cell, with every estimate and its bounds.
 *
 * @example
 * writeFileSync("sweep.csv", sweepCsv(sweepSummary(runs)));
 */
export function sweepCsv({ names, cells }: SweepSummary): string {
  const shown = shownNumbers((name) => cells.some(({ numbers }) => numbers[name] !== undefined));
  const estimates = shown.flatMap((name) => PERCENTILES.map((share) => ({ name, percentile: `p${share}` as const })));
  const head = [
    ...names,
    "runs",
    "missing",
    "successes",
    ...bounds("success"),
    ...estimates.flatMap(({ name, percentile }) => bounds(`${name}_${percentile}`)),
  ];
  const rows = cells.map(({ settings, runs, missing, successes, success, numbers }) => [
    ...names.map((name) => settings.find((setting) => setting.name === name)?.value ?? ""),
    runs,
    missing,
    successes,
    ...boundsOf(success),
    ...estimates.flatMap(({ name, percentile }) => boundsOf(numbers[name]?.[percentile])),
  ]);
  return [head, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function bounds(name: string): string[] {
  return [name, `${name}_low`, `${name}_high`];
}

function boundsOf(estimate: Estimate | undefined): (number | string)[] {
  if (estimate === undefined) return ["", "", ""];
  return [estimate.value, estimate.low, estimate.high].map((number) => (Number.isFinite(number) ? number : ""));
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Prints a sweep as lines of JSON, one for each cell.
 *
 * @example
 * writeFileSync("sweep.jsonl", sweepJsonl(sweepSummary(runs)));
 */
export function sweepJsonl({ cells }: SweepSummary): string {
  return cells
    .map((cell) => {
      const settings = Object.fromEntries(cell.settings.map(({ name, value }) => [name, value]));
      return `${JSON.stringify({ ...cell, settings })}\n`;
    })
    .join("");
}
