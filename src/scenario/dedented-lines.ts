/**
 * Lines inside quotes and brackets that are indented less than YAML allows. kubectl's
 * reader (go-yaml) accepts them; the parser here does not, unless they are indented first.
 */

/** Where a quoted text or a bracket begins. */
interface Opened {
  /** The character that ends it. */
  readonly closing: string;
  /** Indentation that a line inside needs. */
  readonly indent: number;
}

const CLOSINGS: Readonly<Record<string, string>> = { "[": "]", "{": "}", '"': '"', "'": "'" };

/**
 * Indents each line that begins inside quotes or brackets as far as the place where these begin. Lines keep their
 * numbers, and folding drops the blanks again.
 *
 * @param text that has a syntax error
 * @returns the same text without such lines
 */
export function indentContinuations(text: string): string {
  const scanner = new Scanner();
  return text
    .split("\n")
    .map((line) => scanner.line(line))
    .join("\n");
}

/** Goes through a text line by line, keeping track of what is open. */
class Scanner {
  readonly #open: Opened[] = [];
  /** Indentation of the line with the header of a block scalar, whose lines are plain text. */
  #blockIndent: number | undefined;

  line(line: string): string {
    const inner = this.#open.at(-1);
    if (inner === undefined) {
      const indent = line.search(/\S/);
      if (this.#blockIndent !== undefined && (indent === -1 || indent > this.#blockIndent)) return line;
      this.#blockIndent = undefined;
      this.#scan(line, 0, Math.max(indent, 0));
      return line;
    }
    const blank = line.trim() === "";
    const indented = blank ? line : " ".repeat(inner.indent) + line.trimStart();
    this.#scan(line, 0, inner.indent);
    return indented;
  }

  #scan(line: string, from: number, indent: number): void {
    let isTokenStart = true;
    for (let at = from; at < line.length; at++) {
      const character = line.charAt(at);
      const inner = this.#open.at(-1);
      if (inner !== undefined && (inner.closing === '"' || inner.closing === "'")) {
        if (inner.closing === '"' && character === "\\") at++;
        else if (character === inner.closing) {
          if (character === "'" && line.charAt(at + 1) === "'") at++;
          else this.#open.pop();
        }
        isTokenStart = false;
      } else if (inner !== undefined && character === inner.closing) {
        this.#open.pop();
        isTokenStart = false;
      } else if (character === "#" && (at === 0 || /\s/.test(line.charAt(at - 1)))) return;
      else if (isTokenStart && Object.hasOwn(CLOSINGS, character)) {
        this.#open.push({ closing: CLOSINGS[character] ?? "", indent: inner?.indent ?? at });
        isTokenStart = character === "[" || character === "{";
      } else if (isTokenStart && (character === "|" || character === ">") && inner === undefined) {
        this.#blockIndent = indent;
        return;
      } else if (character !== " " && character !== "\t") {
        isTokenStart = isSeparator(line, at, inner !== undefined);
      }
    }
  }
}

/** Whether a character ends one token, so that what follows begins another: `- `, `: `, `? `, and `,` in brackets. */
function isSeparator(line: string, at: number, inFlow: boolean): boolean {
  const character = line.charAt(at);
  if (inFlow && character === ",") return true;
  const isLast = at === line.length - 1 || /\s/.test(line.charAt(at + 1));
  return isLast && (character === ":" || character === "-" || character === "?");
}
