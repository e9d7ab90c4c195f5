/** Columns that line up. */

export interface TextColumn<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly align?: "left" | "right";
  /** Colours a cell that is already padded. */
  readonly paint?: (row: T, padded: string) => string;
}

const GAP = "   ";

/**
 * Lays rows out under a line of titles; a column whose cells are all empty is left out.
 *
 * @param paintTitle colours the line of titles
 * @returns one text per line, without spaces at the end
 */
export function textTable<T>(
  rows: readonly T[],
  columns: readonly TextColumn<T>[],
  paintTitle: (text: string) => string,
): string[] {
  const used = columns
    .map((column) => ({ column, cells: rows.map((row) => column.cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map(({ column, cells }) => ({
      column,
      cells,
      width: cells.reduce((width, cell) => Math.max(width, cell.length), column.title.length),
    }));
  const lines = rows.map((row, i) =>
    used
      .map(({ column, cells, width }, at) => {
        const padded = pad(cells[i] ?? "", width, column.align, at === used.length - 1);
        return column.paint === undefined ? padded : column.paint(row, padded);
      })
      .join(GAP)
      .trimEnd(),
  );
  const titles = used.map(({ column, width }, at) => pad(column.title, width, column.align, at === used.length - 1));
  return [paintTitle(titles.join(GAP).trimEnd()), ...lines];
}

function pad(text: string, width: number, align: "left" | "right" = "left", isLast = false): string {
  if (align === "right") return text.padStart(width);
  return isLast ? text : text.padEnd(width);
}
