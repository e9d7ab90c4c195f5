/** Citations of the documents in docs/semantics: how they are written, and what the documents have to cite. */

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = "docs/semantics";

/** One document as somebody cites it. */
export interface Citation {
  /** How it stands in the text. */
  readonly text: string;
  readonly document: string;
  readonly sections: readonly string[];
  readonly steps: readonly string[];
}

const NAME = "\\d+(?:\\.\\d+)*|[A-Z]\\d*";
const LIST = `(?:${NAME})(?:(?:,| and|,? to) (?:${NAME}))*`;
const PLACE = `, (section|step|point|correction)s? (${LIST})`;
const ONE = `\\d\\d(?!\\d)[a-z-]*(?:\\.md)?(?:${PLACE})*`;
/** `semantics 04, section 3, steps A and H; 07, sections 1 and 2`, or a path with the same after it. */
const CITATIONS = new RegExp(`semantics[ /]${ONE}(?:(?:;| and) ${ONE})*`, "g");

/** All citations of a text; a comment may break them into lines. */
export function citationsIn(text: string): Citation[] {
  const found = flowing(text).match(CITATIONS) ?? [];
  return found.flatMap((several) => several.slice("semantics ".length).match(new RegExp(ONE, "g")) ?? []).map(parse);
}

/** A text without its line breaks, and without what begins a line of a comment. */
export function flowing(text: string): string {
  return text.replaceAll(/\n\s*(?:\*|\/\/)?\s*/g, " ");
}

function parse(text: string): Citation {
  const places = [...text.matchAll(new RegExp(PLACE, "g"))];
  const namesOf = (isAsked: (kind: string) => boolean) =>
    places
      .filter(([, kind = ""]) => isAsked(kind))
      .flatMap(([, , names = ""]) => names.match(new RegExp(NAME, "g")) ?? []);
  const [document = ""] = /^[\w.-]+/.exec(text) ?? [];
  return {
    text,
    document,
    sections: namesOf((kind) => kind === "section"),
    steps: namesOf((kind) => kind !== "section"),
  };
}

/** What a document has: its sections, and the steps, points and rows that are named in it. */
export interface Document {
  readonly file: string;
  readonly sections: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
}

/** The documents by their numbers, and by their file names. */
export function documents(): ReadonlyMap<string, Document> {
  const found = readdirSync(FOLDER).map((file): Document => {
    const lines = readFileSync(`${FOLDER}/${file}`, "utf8").split("\n");
    const named = (pattern: RegExp) => new Set(lines.flatMap((line) => pattern.exec(line)?.slice(1, 2) ?? []));
    return {
      file,
      sections: named(/^(?:#+ (?=[\dT])|(?=\d+\.\d+ ))(T?\d+(?:\.\d+)*)/),
      steps: named(/^(?:\| )?([A-Z]?\d+[a-z]?|[A-Z])(?:\. | \|)/),
    };
  });
  return new Map(found.flatMap((document) => [document.file.slice(0, 2), document.file].map((key) => [key, document])));
}
