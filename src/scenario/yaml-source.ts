/** A text with its documents, and from paths back to lines and columns. */

import { LineCounter } from "yaml";

import type { FieldPath, PathStep } from "../api/field-path.ts";
import type { SourcePosition } from "./problem.ts";

/** Position of a value in the text (offsets in UTF-16 units), and of its parts. */
export interface Mark {
  readonly start: number;
  /** Start of the key that names the value, for a value in a map. */
  readonly keyStart?: number;
  readonly children?: ReadonlyMap<string | number, Mark>;
  /** The text, if it differs from that of the surrounding value. */
  readonly source?: YamlSource;
  /** Number of values in it, including itself and everything that aliases repeat. */
  readonly size: number;
  /** Levels of lists and maps in it; 0 for a scalar. */
  readonly depth: number;
}

/** One file or standard input, or a part of it. */
export class YamlSource {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  /** Records the lines while the text is parsed. */
  readonly onLine: ((offset: number) => void) | undefined;
  /** Where the part begins. */
  readonly #base: number;

  /** @param whole an object that already knows the lines of the text, for a part that begins at `base` */
  constructor(file: string, text: string, whole?: { readonly lines: LineCounter; readonly base: number }) {
    this.file = file;
    this.text = text;
    this.lines = whole?.lines ?? new LineCounter();
    this.onLine = whole === undefined ? this.lines.addNewLine : undefined;
    this.#base = whole?.base ?? 0;
  }

  /** @param offset in the part, from 0, in UTF-16 units; only valid once the text was parsed */
  position(offset: number): SourcePosition {
    const { line, col } = this.lines.linePos(Math.min(this.#base + offset, this.text.length));
    if (line === 0) return { file: this.file, line: 1, column: 1, lineText: "" };
    const lineStart = this.lines.lineStarts[line - 1] ?? 0;
    const lineEnd = this.text.indexOf("\n", lineStart);
    const lineText = this.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, "");
    return { file: this.file, line, column: col, lineText };
  }
}

/** A value read from a document, with what is needed to find its parts again. */
export interface Located {
  readonly source: YamlSource;
  readonly value: unknown;
  readonly mark: Mark;
}

/** The part of a value under one key or position. */
export function partOf(located: Located, key: string | number, value: unknown): Located {
  const mark = located.mark.children?.get(key) ?? located.mark;
  return { source: mark.source ?? located.source, value, mark };
}

/**
 * Finds the line and column of a field.
 *
 * @param path from `located` on; if it leads out of the value, the innermost existing part is used
 * @param what the field's key (for an unknown key) or its value
 * @example
 * positionOf(document, ["spec", "template"], "key");
 */
export function positionOf(located: Located, path: FieldPath, what: "key" | "value"): SourcePosition {
  let { mark, source } = located;
  let complete = true;
  for (const step of path) {
    const next: Mark | undefined = mark.children?.get(keyOf(step));
    if (next === undefined) {
      complete = false;
      break;
    }
    mark = next;
    source = mark.source ?? source;
  }
  // An absent field is reported at the key of its parent.
  const useKey = what === "key" || !complete;
  return source.position(useKey ? (mark.keyStart ?? mark.start) : mark.start);
}

function keyOf(step: PathStep): string | number {
  return typeof step === "object" ? step.key : step;
}
