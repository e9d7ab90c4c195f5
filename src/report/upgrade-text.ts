/** What an upgrade changes, for terminals. */

import type { Upgrade } from "../analysis/upgrade/upgrade.ts";
import { verdictOf } from "../analysis/upgrade/verdict.ts";
import type { Style } from "./style.ts";
import {
  effectRows,
  numberTable,
  objectLines,
  partingLines,
  seenSentences,
  unseenSentence,
  verdictSentence,
} from "./upgrade-lines.ts";

/**
 * The report, one text for each line: the verdict, what Jobs will see, and the rest in one line for each manifest.
 *
 * @param all whether changes that affect no outcome and no figure are shown in full
 * @example
 * const upgrade = compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 2, each: false });
 * console.log(upgradeText([upgrade], styleFor(false)).join("\n"));
 */
export function upgradeText(upgrades: readonly Upgrade[], style: Style, all = false): string[] {
  const changed = upgrades.filter((upgrade) => verdictOf(upgrade).isChanged);
  const told = all ? upgrades : changed;
  const rest = all ? [] : upgrades.filter((upgrade) => !changed.includes(upgrade));
  return [
    style.bold(verdictSentence(upgrades)),
    ...told.flatMap((upgrade) => story(upgrade, style, all)),
    ...folded(rest, style),
  ];
}

/** Everything about one manifest. */
function story(upgrade: Upgrade, style: Style, all: boolean): string[] {
  const objects = all ? objectLines(upgrade) : [];
  const seen = seenSentences(upgrade);
  const effects = effectRows(upgrade)
    .filter(({ isSeen }) => all || isSeen)
    .flatMap(({ head, does, page, upstream }) => [
      `  ${head}`,
      `    ${does}`,
      style.dim(`    ${page}${upstream === "" ? "" : `, ${upstream}`}`),
    ]);
  return [
    "",
    style.bold(upgrade.name),
    ...(seen.length === 0
      ? ["  no outcome differs, and no figure by more than is shown"]
      : seen.map((sentence) => `  ${sentence}`)),
    ...section("FIRST DIFFERENCE, with the same seed", partingLines(upgrade)),
    ...(objects.length === 0 ? [] : section("OBJECTS, warnings and tables", objects)),
    ...(effects.length === 0 ? [] : ["", style.bold("BEHIND IT"), ...effects]),
    ...section("NUMBERS over many seeds", aligned(numberTable(upgrade))),
  ];

  function section(title: string, lines: readonly string[]): string[] {
    return ["", style.bold(title), ...lines.map((line) => `  ${line}`)];
  }
}

/** One line for all manifests that are unchanged and differ in the same way. */
function folded(upgrades: readonly Upgrade[], style: Style): string[] {
  if (upgrades.length === 0) return [];
  const names = new Map<string, string[]>();
  for (const upgrade of upgrades) {
    const sentence = unseenSentence(upgrade);
    names.set(sentence, [...(names.get(sentence) ?? []), upgrade.name]);
  }
  const lines = [...names].map(([sentence, alike]) => {
    const who = alike.length > MOST_NAMED ? `${alike.length} manifests` : alike.join(", ");
    return style.dim(`  ${who}: ${sentence}`);
  });
  return ["", style.bold("UNCHANGED   --all shows these in full"), ...lines];
}

/** How many manifests are named one by one. */
const MOST_NAMED = 3;

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => rows.reduce((most, row) => Math.max(most, (row[at] ?? "").length), 0));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("   "),
  );
}
