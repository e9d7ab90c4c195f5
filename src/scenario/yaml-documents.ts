/** Reads the documents of a YAML or JSON text as kubectl does, with clear messages for broken ones. */

import {
  Composer,
  type CST,
  type Document,
  type ErrorCode,
  LineCounter,
  type ParsedNode,
  Parser,
  type ScalarTag,
  type Tags,
} from "yaml";

import { chartTemplateProblem } from "./chart-template.ts";
import { indentContinuations } from "./dedented-lines.ts";
import { type JsonPlace, jsonPlaces } from "./json-values.ts";
import type { Problem } from "./problem.ts";
import { type Located, YamlSource } from "./yaml-source.ts";
import { MAX_DEPTH, ValueReader } from "./yaml-values.ts";

/** Longest text that is read, in UTF-16 units. */
const MAX_TEXT = 32 * 1024 * 1024;

/** Our own words for the most common mistakes; the parser's words for the rest. */
const SYNTAX_MESSAGES: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: "a tab; YAML is indented with spaces",
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" in one line; put text that holds ": " in quotes',
};

/**
 * Reads all documents of a text; empty ones are left out.
 *
 * @param file the name of the text in problems
 * @param text JSON, or YAML 1.1 as kubectl reads it: `no` is false, `010` and `0o10` are 8; no dates, no base 60
 * @param problems problems are added here; the documents are then unusable
 * @param repeated repeated keys are added here; if absent, they are a problem
 * @example
 * const [document] = readDocuments("job.yaml", "kind: Job", problems);
 */
export function readDocuments(
  file: string,
  text: string,
  problems: Problem[],
  repeated: Problem[] = problems,
): readonly Located[] {
  if (text.length > MAX_TEXT) {
    problems.push({ file, message: `the text is longer than ${MAX_TEXT / 1024 / 1024} MiB` });
    return [];
  }
  const found: Problem[] = [];
  const doubled = repeated === problems ? found : repeated;
  const documents = readLoosely(file, text, found, doubled);
  const template = chartTemplateProblem(file, text, found.length > 0);
  problems.push(...(template === undefined ? found : [template]));
  return template === undefined ? documents : [];
}

/** Says of a repeated key in a manifest what kubectl makes of it. */
export function lastTaken(problem: Problem): Problem {
  return { ...problem, message: `${problem.message}; the last one counts, as kubectl sends it` };
}

/** A text with syntax errors is read once more with its lines indented inside quotes and brackets. */
function readLoosely(file: string, text: string, problems: Problem[], repeated: Problem[]): readonly Located[] {
  const strict: Parsed = { problems: [], repeated: [] };
  const documents = readStrictly(new YamlSource(file, text), text, strict);
  const values = strict.problems.length > 0 && isJson(text) ? jsonPlaces(text) : [];
  if (values.length > 1) return readValues(file, text, values, { problems, repeated });
  if (strict.problems.length > 0) {
    const indented = indentContinuations(text);
    const loose: Parsed = { problems: [], repeated: [] };
    const again = indented === text ? [] : readStrictly(new YamlSource(file, indented), indented, loose);
    if (indented !== text && loose.problems.length === 0) {
      repeated.push(...loose.repeated);
      return again;
    }
  }
  problems.push(...strict.problems);
  repeated.push(...strict.repeated);
  return documents;
}

/** What is wrong with a text, and which keys occur twice in it. */
interface Parsed {
  readonly problems: Problem[];
  readonly repeated: Problem[];
}

/** Several JSON values are documents, as in kubectl. */
function readValues(file: string, text: string, places: readonly JsonPlace[], parsed: Parsed): readonly Located[] {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return places.flatMap(({ start, end }) =>
    readStrictly(new YamlSource(file, text, { lines, base: start }), text.slice(start, end), parsed),
  );
}

/** @param text the part of the source that is read */
function readStrictly(source: YamlSource, text: string, { problems, repeated }: Parsed): readonly Located[] {
  const tokens = [...new Parser(source.onLine).parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined) {
    problems.push({ ...source.position(tooDeep), message: `nested more than ${MAX_DEPTH} levels deep` });
    return [];
  }
  const unknown = isJson(text) ? undefined : findUnknownEscape(tokens);
  if (unknown !== undefined) {
    const message = '"\\/" is no escape that kubectl knows; write / alone';
    problems.push({ ...source.position(unknown), message });
    return [];
  }
  const composer = new Composer({ version: "1.1", customTags: likeKubectl, uniqueKeys: false, stringKeys: false });
  const documents: Located[] = [];
  for (const document of composer.compose(tokens)) {
    // Whatever follows the first syntax error of a document is usually a consequence of it.
    const fault = syntaxProblem(source, document);
    if (fault !== undefined) problems.push(fault);
    else if (document.contents !== null && !isNothing(document.contents)) {
      documents.push(new ValueReader(source, problems, repeated).read(document.contents));
    }
  }
  return documents;
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
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

/** Only the tags that kubectl's reader knows: no dates, no base-60 numbers (`1:30`), no sets, no binaries. */
function likeKubectl(tags: Tags): Tags {
  const unwanted = /:(?:binary|omap|pairs|set|timestamp|merge)$/;
  const kept = tags.filter((tag) => typeof tag === "string" || !(unwanted.test(tag.tag) || tag.format === "TIME"));
  return [OCTAL, ...kept];
}

/** Numbers with the prefix 0o, which Go also accepts in YAML 1.1. */
const OCTAL: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  format: "OCT",
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const digits = text.replaceAll("_", "").replace(/^[-+]?0o/, "");
    return (text.startsWith("-") ? -1 : 1) * Number.parseInt(digits, 8);
  },
};

/** A token with its nesting depth. */
interface Nested {
  readonly token: CST.Token;
  readonly depth: number;
}

/** All tokens; walks without recursion, as the text may be hostile. */
function* walk(tokens: readonly CST.Token[]): Generator<Nested> {
  const open: Nested[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    yield next;
    if (token.type === "document") {
      if (token.value !== undefined) open.push({ token: token.value, depth });
    } else if (token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection") {
      for (const { key, value } of token.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
}

/** Offset of the first value that is nested too deep. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  for (const { token, depth } of walk(tokens)) if (depth > MAX_DEPTH) return token.offset;
  return undefined;
}

/** Offset of the first escape that YAML 1.2 has and go-yaml does not. */
function findUnknownEscape(tokens: readonly CST.Token[]): number | undefined {
  const offsets: number[] = [];
  for (const { token } of walk(tokens)) {
    if (token.type !== "double-quoted-scalar") continue;
    const { source } = token;
    for (let at = source.indexOf("\\"); at !== -1; at = source.indexOf("\\", at + 2)) {
      if (source.charAt(at + 1) === "/") offsets.push(token.offset + at);
    }
  }
  return offsets.length === 0 ? undefined : Math.min(...offsets.slice(0, 1_000));
}
