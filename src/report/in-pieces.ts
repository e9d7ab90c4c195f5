/**
 * A report for machines as text, in pieces: V8 holds no string of more than some 500 MB, and the YAML of a million pods
 * at once takes more memory than a process has. All pieces together are the text that the whole would have.
 */

import { stringify } from "yaml";
import { isJsonList } from "../api/json.ts";
import { jsonText } from "../api/json-text.ts";

/** Items of a list that become one piece: some 500 kB of pods. */
const PIECE_ITEMS = 1_000;

const INDENT = 2;
const YAML_FORM = { lineWidth: 0, aliasDuplicateObjects: false };

/** The report as JSON that people can read, with a line break at its end; fields that are absent are left out. */
export function* jsonPieces(report: object): Generator<string> {
  const fields = Object.entries(report).filter(([, value]: readonly [string, unknown]) => value !== undefined);
  yield "{";
  for (const [number, [name, value]] of fields.entries()) {
    yield `${number === 0 ? "" : ","}\n${" ".repeat(INDENT)}${JSON.stringify(name)}: `;
    if (isJsonList(value) && value.length > PIECE_ITEMS) yield* jsonItems(value);
    else yield indented(jsonText(value, INDENT));
  }
  yield `${fields.length === 0 ? "" : "\n"}}\n`;
}

function* jsonItems(items: readonly unknown[]): Generator<string> {
  let before = "[";
  for (const block of blocksOf(items)) {
    // Of the text "[\n  …\n]" the middle.
    yield `${before}${indented(jsonText(block, INDENT).slice(1, -2))}`;
    before = ",";
  }
  yield `\n${" ".repeat(INDENT)}]`;
}

/** The report as YAML; fields that are absent are left out. */
export function* yamlPieces(report: object): Generator<string> {
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    if (!isJsonList(value) || value.length <= PIECE_ITEMS) {
      yield stringify({ [name]: value }, YAML_FORM);
      continue;
    }
    const head = `${stringify({ [name]: [] }, YAML_FORM).slice(0, -" []\n".length)}\n`;
    yield head;
    for (const block of blocksOf(value)) yield stringify({ [name]: block }, YAML_FORM).slice(head.length);
  }
}

/** Values as one line of JSON each. */
export function* jsonLines(values: readonly unknown[]): Generator<string> {
  for (const block of blocksOf(values)) yield block.map((value) => `${jsonText(value)}\n`).join("");
}

function* blocksOf(items: readonly unknown[]): Generator<readonly unknown[]> {
  for (let from = 0; from < items.length; from += PIECE_ITEMS) yield items.slice(from, from + PIECE_ITEMS);
}

/** A line break in JSON is never part of a value. */
function indented(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(INDENT)}`);
}
