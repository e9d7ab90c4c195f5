/** What an upgrade changes, for terminals. */

import type { Upgrade } from "../analysis/upgrade/upgrade.ts";
import type { Style } from "./style.ts";
import { effectRows, fieldSentences, numberTable, objectLines, partingLines } from "./upgrade-lines.ts";

/**
 * The report, one text for each line.
 *
 * @example
 * const upgrade = compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 2, each: false });
 * console.log(upgradeText(upgrade, styleFor(false)).join("\n"));
 */
export function upgradeText(upgrade: Upgrade, style: Style): string[] {
  const fields = fieldSentences(upgrade);
  const objects = objectLines(upgrade);
  const effects = effectRows(upgrade).flatMap(({ head, does, page, upstream }) => [
    `  ${head}`,
    `    ${does}`,
    style.dim(`    ${page}${upstream === "" ? "" : `, ${upstream}`}`),
  ]);
  return [
    style.bold(`${upgrade.name}: Kubernetes ${upgrade.from} → ${upgrade.to}`),
    ...section("FIELDS", fields.length === 0 ? ["all fields that are set count alike"] : fields),
    ...section("FIRST DIFFERENCE, with the same seed", partingLines(upgrade)),
    ...(objects.length === 0 ? [] : section("OBJECTS, warnings and tables", objects)),
    ...(effects.length === 0 ? [] : ["", style.bold("CHANGES that matter to this run"), ...effects]),
    ...section("NUMBERS over many seeds", aligned(numberTable(upgrade))),
  ];

  function section(title: string, lines: readonly string[]): string[] {
    return ["", style.bold(title), ...lines.map((line) => `  ${line}`)];
  }
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => rows.reduce((most, row) => Math.max(most, (row[at] ?? "").length), 0));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("   "),
  );
}
