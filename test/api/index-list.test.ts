/** Strict parsing of index lists in validation. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IndexSet } from "../../src/api/index-set.ts";
import { countIndexes, firstOverlap, intervalsOf, parseIndexList } from "../../src/api/validation/index-list.ts";

describe("a valid index list", () => {
  test.each([
    ["", 0],
    ["0", 1],
    ["0,1", 2],
    ["0-1,2", 3],
    ["0-4", 5],
    ["+1,3", 2],
    ["00,1-03", 4],
  ])("%j lists %i indexes", (text, count) => {
    const result = parseIndexList(text, 5);
    expect(result.ok && countIndexes(result.intervals)).toBe(count);
  });

  test("is the text of an index set", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200)), (indexes) => {
        const set = IndexSet.of(...indexes);
        const result = parseIndexList(set.format(), 201);
        expect(result.ok && [...new IndexSet(result.intervals)]).toEqual([...set]);
      }),
    );
  });
});

describe("a list that breaks the format", () => {
  const fragment = (text: string) =>
    `the fragment "${text}" violates the requirement that an index interval can have at most two parts separated by '-'`;
  test.each([
    ["1-2-3", fragment("1-2-3")],
    ["0,1--2", fragment("1--2")],
    ["x", 'cannot convert string to integer for index: "x"'],
    ["-1", 'cannot convert string to integer for index: ""'],
    ["1-", 'cannot convert string to integer for index: ""'],
    ["0,", 'cannot convert string to integer for index: ""'],
    [",", 'cannot convert string to integer for index: ""'],
    ["1 ", 'cannot convert string to integer for index: "1 "'],
    ["5", 'too large index: "5"'],
    ["1-5", 'too large index: "5"'],
    ["99999999999", 'too large index: "99999999999"'],
    ["3-1", "non-increasing order, previous: 3, current: 1"],
    ["2-2", "non-increasing order, previous: 2, current: 2"],
    ["1,0", "non-increasing order, previous: 1, current: 0"],
    ["0-2,2", "non-increasing order, previous: 2, current: 2"],
  ])("%j is refused with: %s", (text, message) => {
    expect(parseIndexList(text, 5)).toEqual({ ok: false, message });
  });
});

test.each([
  ["0-2", "1", 1],
  ["1", "0-2", 1],
  ["0,2,4", "1,3", undefined],
  ["0-1,4-6", "2,5-9", 5],
  ["0,x,3", "3", 3],
  ["", "0", undefined],
])("the lists %j and %j overlap at %s", (left, right, index) => {
  const read = (text: string) => intervalsOf(parseIndexList(text, 10), text, 10);
  expect(firstOverlap(read(left), read(right))).toBe(index);
});
