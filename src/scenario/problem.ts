/** What is wrong with an input, where, and how that is shown to people. */

/** A place in a file or flag. Lines and columns count from 1; a flag has neither. */
export interface SourcePosition {
  /** As the user named it: a path, `<stdin>`, or a flag such as `--set spec.backoffLimit=x`. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of the line. */
  readonly lineText?: string;
}

/** A problem in an input file. */
export interface Problem extends SourcePosition {
  /** Path of the field, for example `pods.rules[0].run`. */
  readonly path?: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** Sorts the problems of each file by line and column; files keep the order in which they were first named. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

/** Names of files whose lines may be shown. */
const MANIFEST_NAME = /\.(?:ya?ml|json)$/i;

/**
 * Removes source lines from problems of a file that another file names and that does not look like a manifest by its
 * name: a scenario from elsewhere must not print what is in such a file.
 *
 * @param file as the other file names it
 * @param from the first problem of the file among `problems`
 */
export function hideStrangeText(file: string, from: number, problems: Problem[]): void {
  if (MANIFEST_NAME.test(file)) return;
  for (const [i, { file: place, line, column, path }] of problems.slice(from).entries()) {
    const where = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
    const message = "is not a manifest (its text is not shown, because its name ends with neither .yaml nor .json)";
    problems[from + i] = { file: place, ...where, ...(path === undefined ? {} : { path }), message };
  }
}

/** Longest piece of a source line that is shown. */
const SHOWN_COLUMNS = 120;

/** Replaces characters that could drive a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === "\t" ? character : "\uFFFD"));
}

/**
 * Prints a problem as `file:line:column: path: message`, with the source line and a caret below where they are known.
 *
 * @returns one to three lines, without a line break at the end
 * @example
 * const place = { file: "a.yaml", line: 3, column: 1, path: "untill" };
 * formatProblem({ ...place, message: "unknown key", lineText: "untill: 1h" });
 * // a.yaml:3:1: untill: unknown key
 * //   3 | untill: 1h
 * //     | ^
 */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message, lineText } = problem;
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const head = printable([place, path, message].filter((part) => part !== undefined && part !== "").join(": "));
  if (line === undefined || column === undefined || lineText === undefined) return head;
  const from = Math.max(0, Math.min(column - SHOWN_COLUMNS / 2, lineText.length - SHOWN_COLUMNS));
  const shown = lineText.slice(from, from + SHOWN_COLUMNS);
  // Tabs stay tabs, so that the caret lines up however wide the terminal shows them.
  const indent = shown.slice(0, column - 1 - from).replaceAll(/[^\t]/g, " ");
  const gutter = " ".repeat(String(line).length);
  return `${head}\n  ${line} | ${printable(shown)}\n  ${gutter} | ${indent}^`;
}

/** Input that cannot be used; a command prints `format()` and exits with code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly problems: readonly Problem[];

  /** @param problems at least one, in the order of the source */
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }

  /**
   * All problems, each with its source line.
   *
   * @param limit how many are shown in full, 1 or more; the rest are counted
   */
  format(limit = 20): string {
    const shown = this.problems.slice(0, limit).map(formatProblem);
    const rest = this.problems.length - shown.length;
    return [...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
  }
}
