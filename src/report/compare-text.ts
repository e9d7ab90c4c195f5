/** Comparisons for people. */

import { describe } from "../analysis/changes/describe.ts";
import type { Transition } from "../analysis/changes/transition.ts";
import type { ComparedRun, ComparedSeeds } from "../analysis/compare/compare.ts";
import type { Parting } from "../analysis/compare/parting.ts";
import { isSpan, NUMBERS, type NumberName, shownNumbers } from "../analysis/measures.ts";
import type { Estimate } from "../analysis/statistics.ts";
import { formatShortSpan, formatSpan } from "../analysis/times.ts";
import { comparedFigures, FIGURE_TITLES } from "./compared-figures.ts";
import { formatCount } from "./numbers.ts";
import { PLAIN, type Style } from "./style.ts";
import { formatNumber, formatShare } from "./sweep-text.ts";
import { textTable } from "./text-table.ts";

interface Row {
  readonly title: string;
  readonly cells: readonly string[];
}

/**
 * Prints runs side by side, and below them where they diverge.
 *
 * @example
 * const runs = compareRuns([{ name: "A", loaded: a }, { name: "B", loaded: b }], "1");
 * console.log(comparedRunsText(runs, "1").join("\n"));
 */
export function comparedRunsText(runs: readonly ComparedRun[], seed: string, style: Style = PLAIN): string[] {
  const lines = sideBySide(
    comparedFigures(runs),
    runs.map(({ name }) => name),
    style,
  );
  const [base, ...others] = runs;
  const partings = others.flatMap((run) => ["", ...partingText(base?.name ?? "", run, style)]);
  return [
    ...lines,
    ...partings,
    "",
    style.dim(`Seed ${seed} in all of them: what is drawn for their pods is the same.`),
  ];
}

function sideBySide(rows: readonly Row[], names: readonly string[], style: Style): string[] {
  const columns = names.map((title, i) => ({
    title,
    cell: ({ cells }: Row) => cells[i] ?? "",
    align: "right" as const,
  }));
  return textTable(rows, [{ title: "", cell: ({ title }) => title }, ...columns], style.bold);
}

function partingText(base: string, { name, parting }: ComparedRun, style: Style): string[] {
  if (parting === undefined) return [`${base} and ${name} are the same, to the millisecond.`];
  const { shared, first, second } = parting;
  const at = formatShortSpan(partedMs(parting));
  const width = Math.max(base.length, name.length);
  return [
    style.bold(`${base} and ${name} part at +${at}, after ${shared} transitions that they share:`),
    `  ${base.padEnd(width)}  ${partingSide(first)}`,
    `  ${name.padEnd(width)}  ${partingSide(second)}`,
    ...partingReasons(parting).map((line) => `  ${line}`),
  ];
}

/** When two runs diverge: the earlier of what each did, virtual milliseconds. */
export function partedMs({ first, second }: Parting): number {
  return Math.min(first?.atMs ?? Number.POSITIVE_INFINITY, second?.atMs ?? Number.POSITIVE_INFINITY);
}

/** What one run did where they diverge. */
export function partingSide(transition: Transition | undefined): string {
  if (transition === undefined) return "nothing more happens";
  const lines = describe(transition).map(({ what, text }) => `${what} ${text}`);
  return `+${formatSpan(transition.atMs)}  ${lines.join("; ")}`;
}

/** What differs between the runs and may be the cause, one line each. */
export function partingReasons({ fields, pod }: Parting): string[] {
  const lines = fields.flatMap(({ job, changes }) =>
    changes.map(({ field, before, after }) => `Job ${job} differs in ${field}: ${show(before)} and ${show(after)}`),
  );
  if (pod !== undefined) {
    const { what, first, second } = pod;
    const text = (value: number | undefined) => {
      if (value === undefined) return "never";
      return what === "exit" ? `exit code ${value}` : formatSpan(value);
    };
    const word = { start: "starts after", run: "runs for", exit: "ends with" }[what];
    lines.push(`Pod ${pod.pod} of Job ${pod.job} ${word} ${text(first)} and ${text(second)}`);
  }
  return lines;
}

function show(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}

/**
 * Prints means over many seeds side by side, with the paired differences from the first.
 *
 * @example
 * const variants = [{ name: "A", file, text, flags: {} }, { name: "B", file, text, flags: { run: "1m" } }];
 * const compared = await compareSeeds(variants, { seeds: 10, firstSeed: 1, workers: 1 });
 * console.log(comparedSeedsText(compared ?? [], 1).join("\n"));
 */
export function comparedSeedsText(
  compared: readonly ComparedSeeds[],
  firstSeed: number,
  style: Style = PLAIN,
): string[] {
  const [base, ...others] = compared;
  const names = compared.map(({ name }) => name);
  const rows: Row[] = [
    { title: "success", cells: compared.map(({ success }) => formatShare(success)) },
    ...shownNumbers((name) => compared.some(({ means }) => means[name] !== undefined)).map((name) => ({
      title: `${FIGURE_TITLES[name]}, mean`,
      cells: compared.map(({ means }) =>
        means[name] === undefined ? "-" : formatNumber(name, name === "cost" ? means[name] : Math.round(means[name])),
      ),
    })),
  ];
  const runs = base?.runs ?? 0;
  return [
    ...sideBySide(rows, names, style),
    ...others.flatMap((other) => ["", ...differencesText(base?.name ?? "", other, style)]),
    "",
    style.dim(`Seeds ${firstSeed} to ${firstSeed + runs - 1}, paired. Brackets hold 95% intervals.`),
  ];
}

function differencesText(base: string, compared: ComparedSeeds, style: Style): string[] {
  const { name, successDifference, flips, differences } = compared;
  const lines = [style.bold(`${name} less ${base}, for the same seed:`)];
  if (successDifference !== undefined && flips !== undefined) {
    const { value, low, high } = successDifference;
    const points = [value, low, high].map((share) => signed(share * 100, (text) => text.toFixed(1)));
    lines.push(
      `  success  ${points[0]} points [${points[1]} to ${points[2]}]; ${flips.gained} runs gained, ${flips.lost} lost`,
    );
  }
  for (const number of NUMBERS) {
    const found = differences[number];
    if (found !== undefined)
      lines.push(`  ${FIGURE_TITLES[number]}  ${differenceText(number, found)}${partly(found.pairs, compared.runs)}`);
  }
  return lines;
}

function partly(pairs: number, runs: number): string {
  return pairs < runs ? `, over the ${pairs} seeds for which both end` : "";
}

function differenceText(name: NumberName, { value, low, high }: Estimate): string {
  const text = (number: number) =>
    signed(number, (size) => (isSpan(name) ? formatSpan(Math.round(size)) : formatCount(Number(size.toFixed(2)))));
  const clear = low > 0 || high < 0 ? "" : " (may be none)";
  return `${text(value)} [${text(low)} to ${text(high)}]${clear}`;
}

function signed(value: number, text: (size: number) => string): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  return `${value < 0 ? "-" : "+"}${text(Math.abs(value))}`;
}
