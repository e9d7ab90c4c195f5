/** What an upgrade changes, in sentences and tables that text and HTML share. */

import { describe } from "../analysis/changes/describe.ts";
import { formatShortSpan, formatSpan } from "../analysis/times.ts";
import type { ReleaseNumbers } from "../analysis/upgrade/release-numbers.ts";
import type { Upgrade } from "../analysis/upgrade/upgrade.ts";
import { pageOf, SWITCH_DOCS } from "../simulation/releases/catalog.ts";

const SUPPORT = { unknown: "is unknown", dropped: "is dropped without a word", on: "counts" } as const;

/** One sentence for each field that starts or stops to count. */
export function fieldSentences({ fields, from, to }: Upgrade): string[] {
  return fields.map(
    (change) => `${change.job}: ${change.field} ${SUPPORT[change.from]} in ${from}, and ${SUPPORT[change.to]} in ${to}`,
  );
}

/** The first transition that differs, side by side. */
export function partingLines({ parting, from, to }: Upgrade): string[] {
  if (parting === undefined) return ["The runs are the same."];
  const tell = (side: typeof parting.from) =>
    side === undefined
      ? "nothing more"
      : `+${formatSpan(side.atMs)} ${describe(side)
          .map(({ text }) => text)
          .join("; ")}`;
  return [`${from}: ${tell(parting.from)}`, `${to}: ${tell(parting.to)}`];
}

/** Objects, warnings and words in tables that differ; long texts are cut. */
export function objectLines({ objects, from, to }: Upgrade): string[] {
  return objects.map(({ what, from: before, to: after }) => {
    if (before === undefined) return `${what}: only in ${to}${after === "shown" ? "" : `, ${cut(after ?? "")}`}`;
    if (after === undefined) return `${what}: only in ${from}${before === "shown" ? "" : `, ${cut(before)}`}`;
    return `${what}: ${cut(before)} in ${from}, ${cut(after)} in ${to}`;
  });
}

const LONGEST_VALUE = 100;

function cut(text: string): string {
  if (text === "") return '""';
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** A switch that matters, with where to read on. */
export interface EffectRow {
  readonly head: string;
  readonly does: string;
  readonly page: string;
  readonly upstream: string;
}

/** The switches that change the run, those that part it first at the head. */
export function effectRows({ effects }: Upgrade): EffectRow[] {
  return effects.map(({ id, from, to, atMs, isFirstCause }) => {
    const { title, does, upstream = "" } = SWITCH_DOCS[id];
    const shows = atMs === undefined ? "shows in objects, warnings or tables" : `shows at +${formatShortSpan(atMs)}`;
    const when = isFirstCause ? "the first difference" : shows;
    return { head: `${title} (${id}: ${from} → ${to}), ${when}`, does, page: pageOf(id), upstream };
  });
}

/** A table with one column for each release. */
export function numberTable({ numbers }: Upgrade): string[][] {
  const row = (title: string, cell: (release: ReleaseNumbers) => string) => [title, ...numbers.map(cell)];
  const outcomes = [...new Set(numbers.flatMap((release) => Object.keys(release.outcomes)))].sort();
  return [
    row("", ({ release }) => release),
    row("runs", ({ runs }) => String(runs)),
    row("success", ({ success }) => `${Math.round(success * 100)}%`),
    row("makespan (median)", ({ makespanMs }) => (makespanMs === undefined ? "-" : formatShortSpan(makespanMs))),
    row("retries (mean)", ({ retries }) => rounded(retries)),
    row("pods (mean)", ({ pods }) => rounded(pods)),
    row("wasted pod-seconds (mean)", ({ wastedPodSeconds }) => rounded(wastedPodSeconds)),
    ...outcomes.map((outcome) => row(`Jobs ${outcome}`, (release) => String(release.outcomes[outcome] ?? 0))),
  ];
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
