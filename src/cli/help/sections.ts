/** The sections of a Markdown page, by the anchors that links to them have. */

export interface Heading {
  readonly anchor: string;
  readonly level: number;
  /** The number of its line, from 0. */
  readonly line: number;
}

/** The headings of a page, those in code blocks left out. */
export function headingsOf(page: string): readonly Heading[] {
  const headings: Heading[] = [];
  let isCode = false;
  for (const [line, text] of page.split("\n").entries()) {
    if (/^\s*```/.test(text)) isCode = !isCode;
    const [, marks, title] = /^(#{1,6}) (.+)$/.exec(isCode ? "" : text) ?? [];
    if (marks !== undefined && title !== undefined)
      headings.push({ anchor: anchorOf(title), level: marks.length, line });
  }
  return headings;
}

/** The lines from a heading to the next one of its level or above; the whole page if no heading has the anchor. */
export function sectionOf(page: string, anchor: string): string {
  const headings = headingsOf(page);
  const at = headings.findIndex((heading) => heading.anchor === anchor);
  const heading = headings[at];
  if (heading === undefined) return page;
  const next = headings.slice(at + 1).find(({ level }) => level <= heading.level);
  return page.split("\n").slice(heading.line, next?.line).join("\n");
}

/** As sites make them: lower case, words joined by dashes, no marks. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s+/g, "-");
}
