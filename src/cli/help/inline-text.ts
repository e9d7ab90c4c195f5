/** The inline parts of Markdown, for a terminal: emphasis without its marks, links with their targets. */

import type { Style } from "../../report/style.ts";

export interface InlineOptions {
  readonly style: Style;
  /** What is added to the text of a link: a command, an address, or nothing. */
  readonly whereTo: (href: string, label: string) => string | undefined;
}

/** A code span, a picture, a link, bold or emphasised text, in this order. */
const PARTS =
  /`([^`]+)`|!\[([^\]]*)\]\([^)]*\)|\[((?:[^\][`]|`[^`]*`|\[[^\]]*\])*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])/g;

/** The text of a line. */
export function inlineText(line: string, options: InlineOptions): string {
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
