/** A page of Markdown as text for a terminal: paragraphs that fit, code as it is, tables in columns. */

import type { Style } from "../../report/style.ts";
import { tableText } from "./table-text.ts";
import { wrapped } from "./wrapped.ts";

export interface InlineOptions {
  readonly style: Style;
  /** What is added to the text of a link: a command, an address, or nothing. */
  readonly whereTo: (href: string, label: string) => string | undefined;
}

/** No line of prose is longer, however wide the terminal is. */
export const PAGE_WIDTH = 96;

const CODE_INDENT = "    ";
const ITEM = /^(\s*)([-*]|\d+\.) /;

/** The page, ending with a line break. */
export function pageText(markdown: string, options: InlineOptions): string {
  const lines = markdown.replaceAll(/<!--.*?-->\n?/gs, "").split("\n");
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = endOfBlock(lines, at);
    out.push(...blockText(lines.slice(at, end), options));
    at = end;
  }
  return `${out
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function endOfBlock(lines: readonly string[], from: number): number {
  const first = lines[from] ?? "";
  if (isFence(first)) {
    const close = lines.findIndex((line, i) => i > from && isFence(line));
    return close < 0 ? lines.length : close + 1;
  }
  if (first.trim() === "" || isHeading(first)) return from + 1;
  const isTable = isRow(first);
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || isFence(line) || isHeading(line)) return at;
    if (isRow(line) !== isTable || ITEM.test(line)) return at;
  }
  return lines.length;
}

function blockText(block: readonly string[], options: InlineOptions): readonly string[] {
  const [first = ""] = block;
  if (isFence(first)) return block.slice(1, -1).map((line) => (CODE_INDENT + line).trimEnd());
  if (isHeading(first)) return [options.style.bold(inlineText(first.replace(/^#+ /, ""), options))];
  if (isRow(first)) return tableText(block, (cell) => inlineText(cell, options), PAGE_WIDTH);
  const [, space = "", mark] = ITEM.exec(first) ?? [];
  const text = inlineText(block.map((line) => line.trim()).join(" "), options);
  if (mark === undefined) return wrapped(text, PAGE_WIDTH);
  const indent = space + " ".repeat(mark.length + 1);
  return wrapped(text.slice(mark.length + 1), PAGE_WIDTH - indent.length).map((line, i) =>
    i === 0 ? `${space}${mark} ${line}` : indent + line,
  );
}

function isFence(line: string): boolean {
  return /^\s*```/.test(line);
}

function isHeading(line: string): boolean {
  return /^#{1,6} /.test(line);
}

function isRow(line: string): boolean {
  return line.startsWith("|");
}

/** A code span, a picture, a link, bold or emphasised text, in this order. */
const PARTS =
  /`([^`]+)`|!\[([^\]]*)\]\([^)]*\)|\[((?:[^\][`]|`[^`]*`|\[[^\]]*\])*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])/g;

/** The text of a line: emphasis without its marks, links with their targets. */
function inlineText(line: string, options: InlineOptions): string {
  const { style, whereTo } = options;
  return line.replaceAll(PARTS, (all: string, ...groups: readonly (string | undefined)[]) => {
    const [code, picture, label, href = "", bold, emphasis] = groups;
    if (code !== undefined) return style.name(code);
    if (picture !== undefined) return `(picture: ${picture})`;
    if (label !== undefined) {
      const target = whereTo(href, label);
      const text = inlineText(label, options);
      return target === undefined ? text : `${text} (${target})`;
    }
    if (bold !== undefined) return style.bold(inlineText(bold, options));
    return emphasis === undefined ? all : inlineText(emphasis, options);
  });
}
