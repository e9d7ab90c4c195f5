/** A table of Markdown for a terminal: in columns if these fit, else one row after the other. */

import { columnsOf, wrapped } from "./wrapped.ts";

const GAP = "  ";
const INDENT = "    ";

/** @param inline makes text of what stands in a cell */
export function tableText(
  block: readonly string[],
  inline: (cell: string) => string,
  columns: number,
): readonly string[] {
  const rows = block.filter((line) => !/^\|[\s:|-]+\|$/.test(line)).map((line) => cellsOf(line).map(inline));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? ""))));
  const width = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  if (width <= columns)
    return rows.map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i] ?? 0))
        .join(GAP)
        .trimEnd(),
    );
  const lastFits = lastColumn(rows, widths, columns);
  return lastFits ?? asItems(rows, columns);
}

/** The last column wrapped, if the others leave it half of the width. */
function lastColumn(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  columns: number,
): readonly string[] | undefined {
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + GAP.length, 0);
  if (before > columns / 2) return undefined;
  return rows.flatMap((row) =>
    wrapped(row.at(-1) ?? "", columns - before).map((line, i) => {
      const cells = row.slice(0, -1).map((cell, at) => padded(i === 0 ? cell : "", widths[at] ?? 0) + GAP);
      return (cells.join("") + line).trimEnd();
    }),
  );
}

/** The first cell as a line, the others below it with the names of their columns. */
function asItems(rows: readonly (readonly string[])[], columns: number): readonly string[] {
  const [head = [], ...body] = rows;
  return body.flatMap(([first = "", ...others]) => [
    ...wrapped(first, columns),
    ...others.flatMap((cell, i) => {
      const name = head[i + 1] ?? "";
      if (cell === "") return [];
      return wrapped(name === "" ? cell : `${name}: ${cell}`, columns - INDENT.length).map((line) => INDENT + line);
    }),
  ]);
}

/** A bar that is part of a cell has a backslash before it. */
function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\|/, "")
    .replace(/\|\s*$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}
