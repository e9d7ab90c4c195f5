/** What an upgrade changes, in sentences and tables that text and HTML share. */

import { describe } from "../analysis/changes/describe.ts";
import { formatShortSpan, formatSpan } from "../analysis/times.ts";
import type { ReleaseNumbers } from "../analysis/upgrade/release-numbers.ts";
import type { Upgrade } from "../analysis/upgrade/upgrade.ts";
import { UPGRADE_FIGURES, type UpgradeFigure, verdictOf } from "../analysis/upgrade/verdict.ts";
import { pageOf, SWITCH_DOCS } from "../simulation/releases/catalog.ts";

/** How many manifests come out differently. */
export function verdictSentence(upgrades: readonly Upgrade[]): string {
  const [first] = upgrades;
  const between = first === undefined ? "" : `, Kubernetes ${first.from} → ${first.to}`;
  const changed = upgrades.filter((upgrade) => verdictOf(upgrade).isChanged).length;
  const unchanged = upgrades.length - changed;
  const parts = [
    ...(unchanged === 0 ? [] : [`${unchanged === upgrades.length ? "" : `${unchanged} `}unchanged`]),
    ...(changed === 0
      ? []
      : [changed === upgrades.length ? "changed" : `${changed} ${changed === 1 ? "changes" : "change"}`]),
  ];
  return `${upgrades.length} ${upgrades.length === 1 ? "manifest" : "manifests"}${between}: ${parts.join(", ")}`;
}

const SUPPORT = { unknown: "is unknown", dropped: "is silently dropped", on: "counts" } as const;

const FIGURES: Readonly<Record<UpgradeFigure, readonly [title: string, show: (value: number) => string]>> = {
  success: ["success", (share) => `${Math.round(share * 100)}%`],
  makespanMs: ["makespan (median)", formatShortSpan],
  retries: ["retries (mean)", rounded],
  pods: ["pods (mean)", rounded],
  wastedPodSeconds: ["wasted pod-seconds (mean)", rounded],
};

/** What the Jobs will see, one sentence each; figures that look the same are left to the table. */
export function seenSentences(upgrade: Upgrade): string[] {
  const { from, to } = upgrade;
  return verdictOf(upgrade).seen.flatMap((change) => {
    if (change.what === "refusal")
      return `refused by ${change.accepts ? from : to}, accepted by ${change.accepts ? to : from}`;
    if (change.what === "field") {
      const { job, field } = change;
      return `${job}: ${field} ${SUPPORT[change.from]} in ${from}, and ${SUPPORT[change.to]} in ${to}`;
    }
    if (change.what === "outcome") return `${change.outcome}: ${change.from} → ${change.to} Jobs`;
    const [title, show] = FIGURES[change.figure];
    const shown = (value: number | undefined) => (value === undefined ? "-" : show(value));
    const [before, after] = [shown(change.from), shown(change.to)];
    return before === after ? [] : `${title}: ${before} → ${after}`;
  });
}

/** What differs without changing any figure, by name. */
export function unseenSentence({ effects, numbers: [first] }: Upgrade): string {
  if (effects.length === 0) return "the same, to the millisecond";
  const titles = effects.map(({ id }) => SWITCH_DOCS[id].title);
  const shown = titles.slice(0, MOST_TITLES).join("; ");
  const more = titles.length - MOST_TITLES;
  return `only what is stored or shown differs, and no figure over ${first?.runs ?? 0} seeds: ${shown}${more > 0 ? `; and ${more} more` : ""}`;
}

/** Titles of changes that make no difference. */
const MOST_TITLES = 3;

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

/** A switch that matters, and where to read more. */
export interface EffectRow {
  readonly head: string;
  readonly does: string;
  readonly page: string;
  readonly upstream: string;
  /** Whether it may cause what the Jobs will see. */
  readonly isSeen: boolean;
}

/** The switches that change the run, starting with those that make it diverge first. */
export function effectRows(upgrade: Upgrade): EffectRow[] {
  const { seen } = verdictOf(upgrade);
  const fields = new Set<string>(seen.flatMap((change) => (change.what === "field" ? [change.switchId] : [])));
  const faresOtherwise = seen.some(({ what }) => what !== "field");
  return upgrade.effects.map(({ id, from, to, atMs, isFirstCause }) => {
    const { title, does, upstream = "" } = SWITCH_DOCS[id];
    const shows = atMs === undefined ? "shows in objects, warnings or tables" : `shows at +${formatShortSpan(atMs)}`;
    const isSeen = fields.has(id) || (faresOtherwise && atMs !== undefined);
    const when = isFirstCause ? "the first difference" : shows;
    return {
      head: `${title} (${id}: ${from} → ${to}), ${when}`,
      does,
      page: pageOf(id),
      upstream,
      isSeen,
    };
  });
}

/** A table with one column for each release. */
export function numberTable({ numbers }: Upgrade): string[][] {
  const row = (title: string, cell: (release: ReleaseNumbers) => string) => [title, ...numbers.map(cell)];
  const outcomes = [...new Set(numbers.flatMap((release) => Object.keys(release.outcomes)))].sort();
  return [
    row("", ({ release }) => release),
    row("runs", ({ runs }) => String(runs)),
    ...UPGRADE_FIGURES.map((figure) => {
      const [title, show] = FIGURES[figure];
      return row(title, ({ [figure]: value }) => (value === undefined ? "-" : show(value)));
    }),
    ...outcomes.map((outcome) => row(`Jobs ${outcome}`, (release) => String(release.outcomes[outcome] ?? 0))),
  ];
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
