import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equalJson } from "../../src/api/json.ts";
import { countEdits, nearest } from "../../src/api/nearest.ts";
import { formatQuantity, parseQuantity, roundUpToThousandths } from "../../src/api/quantity.ts";

describe("the nearest name", () => {
  const fields = ["parallelism", "completions", "completionMode", "suspend", "selector", "os"];
  test.each([
    ["paralelism", "parallelism"],
    ["Parallelism", "parallelism"],
    ["completion", "completions"],
    ["completionmode", "completionMode"],
    ["suspned", "suspend"],
    ["image", undefined],
    ["xy", undefined],
    ["", undefined],
  ])("to %s is %s", (name, expected) => {
    expect(nearest(name, fields)).toBe(expected);
  });

  test.each([
    ["", "abc", 3],
    ["abc", "", 3],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
    ["same", "same", 0],
  ])("is found by edits: %s to %s takes %i", (from, to, edits) => {
    expect(countEdits(from, to)).toBe(edits);
    expect(countEdits(to, from)).toBe(edits);
  });
});

describe("a quantity", () => {
  test.each([
    ["1", "1"],
    ["1000", "1k"],
    ["1000m", "1"],
    ["0.5", "500m"],
    [".5", "500m"],
    ["1.", "1"],
    ["+2", "2"],
    ["-1500m", "-1500m"],
    ["0", "0"],
    ["0Gi", "0"],
    ["1024Mi", "1Gi"],
    ["1536Mi", "1536Mi"],
    ["1.5Gi", "1536Mi"],
    ["0.5Ki", "512"],
    ["1.3Ki", "1331200m"],
    ["100M", "100M"],
    ["1e3", "1e3"],
    ["1E", "1E"],
    ["12E2", "1200"],
    ["1e-3", "1e-3"],
    ["0.1n", "1n"],
    ["99999999999999999999", "9223372036854775807"],
  ])("%s is formatted as %s", (text, canonical) => {
    const quantity = parseQuantity(text);
    expect(quantity && formatQuantity(quantity)).toBe(canonical);
  });

  test.each(["", "x", "1.2.3", "1 Gi", "Gi", "1ki", "1mi", "1e", "--1", "."])("is not %j", (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test.each([
    ["1n", "1m"],
    ["1500u", "2m"],
    ["-1500u", "-2m"],
    ["2", "2"],
  ])("%s in thousandths is at most %s", (text, rounded) => {
    const quantity = parseQuantity(text);
    expect(quantity && formatQuantity(roundUpToThousandths(quantity))).toBe(rounded);
  });

  test("is the same after formatting and parsing", () => {
    const suffix = fc.constantFrom("", "n", "u", "m", "k", "M", "Ki", "Mi", "Gi", "e2", "E-2");
    fc.assert(
      fc.property(fc.integer(), suffix, (number, ending) => {
        const quantity = parseQuantity(`${number}${ending}`);
        const text = quantity && formatQuantity(quantity);
        const again = text === undefined ? undefined : parseQuantity(text);
        expect(again?.billionths).toBe(quantity?.billionths);
        expect(again && formatQuantity(again)).toBe(text);
      }),
    );
  });
});

test.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: undefined, b: 1 }, { a: 1 }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  ["1", 1, false],
])("JSON values are equal regardless of the order of keys: %j, %j", (a, b, expected) => {
  expect(equalJson(a, b)).toBe(expected);
  expect(equalJson(b, a)).toBe(expected);
});
