/** Reports in pieces are the text of the whole. */

import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { jsonLines, jsonPieces, yamlPieces } from "../../src/report/in-pieces.ts";

const TEXTS = ["plain", "two\nlines", "  - looks like YAML: []", "", '"quoted", {braces}', "日本\u2028"];

function itemsOf(count: number): readonly object[] {
  return Array.from({ length: count }, (_, n) => ({
    index: n,
    text: TEXTS[n % TEXTS.length],
    inner: { list: [n, null, "x"], none: [], ...(n % 2 === 0 ? { even: true } : {}) },
  }));
}

const REPORTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["an empty report", {}],
  ["short lists", { format: "a/v1", summary: { seed: "1" }, pods: itemsOf(3), none: [], digest: "d" }],
  ["a list of exactly a piece", { pods: itemsOf(1_000), digest: "d" }],
  ["long lists and what is absent", { first: undefined, pods: itemsOf(2_501), "odd: key": itemsOf(1_001), last: null }],
  ["a long list of plain values", { texts: itemsOf(1_500).map((_, n) => TEXTS[n % TEXTS.length]) }],
];

describe.each(REPORTS)("%s", (_name, report) => {
  test("has the JSON of the whole", () => {
    expect([...jsonPieces(report)].join("")).toBe(`${JSON.stringify(report, undefined, 2)}\n`);
  });

  test("has the YAML of the whole", () => {
    const whole = Object.keys(report).length === 0 ? "" : stringify(report, { lineWidth: 0 });
    expect([...yamlPieces(report)].join("")).toBe(whole);
  });
});

test("long lists come in many pieces, and none of them is long", () => {
  const report = { pods: itemsOf(10_000) };
  for (const pieces of [[...jsonPieces(report)], [...yamlPieces(report)], [...jsonLines(report.pods)]]) {
    expect(pieces.length).toBeGreaterThanOrEqual(10);
    const whole = pieces.reduce((length, piece) => length + piece.length, 0);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(whole / 5);
  }
});

test("values have a line each", () => {
  const values = itemsOf(2_500);
  expect([...jsonLines(values)].join("")).toBe(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
});
