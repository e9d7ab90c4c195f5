/** Reads the documents of a YAML or JSON text as kubectl does, with clear answers to broken ones. */

import { Composer, type CST, type Document, type ErrorCode, type ParsedNode, Parser, type Tags } from "yaml";

import type { Problem } from "./problem.ts";
import { type Located, YamlSource } from "./yaml-source.ts";
import { MAX_DEPTH, ValueReader } from "./yaml-values.ts";

/** Longest text that is read, in UTF-16 units. */
const MAX_TEXT = 32 * 1024 * 1024;

/** Words of our own for what goes wrong most often; the parser's words serve for the rest. */
const SYNTAX_MESSAGES: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: "a tab; YAML is indented with spaces",
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" in one line; put text that holds ": " in quotes',
};

/**
 * Reads all documents of a text; empty ones are left out.
 *
 * @param file how the text is called in problems
 * @param text YAML 1.1 as kubectl reads it (`no` is false, `010` is 8; no dates, no base-60 numbers), or JSON
 * @param problems what is wrong is added here; the documents are then of no use
 * @example
 * const [document] = readDocuments("job.yaml", "kind: Job", problems);
 */
export function readDocuments(file: string, text: string, problems: Problem[]): readonly Located[] {
  if (text.length > MAX_TEXT) {
    problems.push({ file, message: `the text is longer than ${MAX_TEXT / 1024 / 1024} MiB` });
    return [];
  }
  const source = new YamlSource(file, text);
  const tokens = [...new Parser(source.lines.addNewLine).parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined) {
    problems.push({ ...source.position(tooDeep), message: `nested more than ${MAX_DEPTH} levels deep` });
    return [];
  }
  const composer = new Composer({ version: "1.1", customTags: likeKubectl, uniqueKeys: false, stringKeys: false });
  const documents: Located[] = [];
  for (const document of composer.compose(tokens)) {
    // What follows the first syntax error of a document is mostly its consequence.
    const fault = syntaxProblem(source, document);
    if (fault !== undefined) problems.push(fault);
    else if (document.contents !== null && !isNothing(document.contents)) {
      documents.push(new ValueReader(source, problems).read(document.contents));
    }
  }
  return documents;
}

function syntaxProblem(source: YamlSource, document: Document.Parsed<ParsedNode>): Problem | undefined {
  const [error] = [...document.errors, ...document.warnings];
  if (error === undefined) return undefined;
  const message = SYNTAX_MESSAGES[error.code] ?? `not YAML: ${error.message.replace(/\.?$/, "")}`;
  return { ...source.position(error.pos[0]), message };
}

function isNothing(contents: ParsedNode): boolean {
  return "value" in contents && contents.value === null;
}

/** Leaves the tags that kubectl's reader knows: no dates, no base-60 numbers (`1:30`), no sets, no binaries. */
function likeKubectl(tags: Tags): Tags {
  const unwanted = /:(?:binary|omap|pairs|set|timestamp|merge)$/;
  return tags.filter((tag) => typeof tag === "string" || !(unwanted.test(tag.tag) || tag.format === "TIME"));
}

/** Offset of the first value that is nested too deep; walks without recursion, as the text may be hostile. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    if (token.type === "document") {
      if (token.value !== undefined) open.push({ token: token.value, depth });
    } else if (token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection") {
      for (const { key, value } of token.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
