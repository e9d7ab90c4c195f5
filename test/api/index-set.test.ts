/** Sets of completion indexes and their text form. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIntervals, IndexSet, parseGoInteger, parseIndexes } from "../../src/api/index-set.ts";

const indexLists = fc.array(fc.oneof(fc.nat(40), fc.nat(300)), { maxLength: 60 });

describe("the text of an index set", () => {
  test.each([
    [[], ""],
    [[0], "0"],
    [[0, 1], "0,1"],
    [[0, 1, 2], "0-2"],
    [[0, 1, 3, 4], "0,1,3,4"],
    [[1, 3, 4, 5, 7], "1,3-5,7"],
    [[31, 32], "31,32"],
    [[30, 31, 32, 33, 95, 96], "30-33,95,96"],
  ])("of %j is %j", (indexes, text) => {
    expect(IndexSet.of(...indexes).format()).toBe(text);
  });

  test("follows changes", () => {
    const set = IndexSet.of(0, 2);
    expect(set.format()).toBe("0,2");
    set.add(1);
    expect(set.format()).toBe("0-2");
    set.delete(0);
    expect(set.format()).toBe("1,2");
  });

  test("is parsed to the same set", () => {
    fc.assert(
      fc.property(indexLists, (indexes) => {
        const set = IndexSet.of(...indexes);
        expect([...parseIndexes(set.format(), 301)]).toEqual([...set]);
      }),
    );
  });
});

describe("parsing an index list as the controller does", () => {
  test.each([
    ["", 5, ""],
    ["0-2,4,6,7", 7, "0-2,4,6"],
    ["1,x,3", 5, "1,3"],
    ["1-x,3", 5, "3"],
    ["1-2-4", 5, "1,2"],
    ["3-9", 5, "3,4"],
    ["9,1", 5, ""],
    ["+1,007", 9, "1,7"],
    ["3-1", 5, ""],
    ["-1,2", 5, "2"],
    ["0,1,2", 5, "0-2"],
  ])("turns %j with %i completions into the set %j", (text, completions, set) => {
    expect(parseIndexes(text, completions).format()).toBe(set);
  });
});

describe("an index set", () => {
  test("behaves as a set of numbers", () => {
    fc.assert(
      fc.property(indexLists, indexLists, fc.nat(310), (added, removed, probe) => {
        const set = IndexSet.of(...added);
        const model = new Set(added);
        for (const index of removed) expect(set.delete(index)).toBe(model.delete(index));
        const sorted = [...model].sort((a, b) => a - b);
        expect([...set]).toEqual(sorted);
        expect(set.size).toBe(model.size);
        expect(set.has(probe)).toBe(model.has(probe));
        let missing = probe;
        while (model.has(missing)) missing++;
        expect(set.firstMissingFrom(probe)).toBe(missing);
        expect(set.firstPresentFrom(probe)).toBe(sorted.find((index) => index >= probe) ?? -1);
        expect(formatIntervals(set.intervals())).toBe(set.format());
      }),
    );
  });

  test("intersects like sets of numbers", () => {
    fc.assert(
      fc.property(indexLists, indexLists, (left, right) => {
        const set = IndexSet.of(...left);
        const other = IndexSet.of(...right);
        const common = left.filter((index) => right.includes(index)).sort((a, b) => a - b);
        expect(set.firstCommon(other)).toBe(common[0] ?? -1);
      }),
    );
  });

  test("loses the indexes at or above a bound", () => {
    fc.assert(
      fc.property(indexLists, fc.nat(310), (indexes, bound) => {
        const set = IndexSet.of(...indexes);
        set.deleteFrom(bound);
        const kept = IndexSet.of(...indexes.filter((index) => index < bound));
        expect(set.format()).toBe(kept.format());
        expect(set.size).toBe(kept.size);
      }),
    );
  });

  test.each([
    [0, 0],
    [0, 31],
    [0, 32],
    [5, 70],
    [31, 31],
    [32, 64],
    [4, 3],
  ])("takes the whole range %i to %i", (first, last) => {
    const set = new IndexSet([{ first, last }]);
    expect([...set]).toEqual(Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i));
    expect(set.size).toBe(Math.max(last - first + 1, 0));
  });

  test("returns whether an index was new", () => {
    const set = new IndexSet();
    expect([set.add(7), set.add(7), set.delete(7), set.delete(7)]).toEqual([true, false, true, false]);
  });
});

test.each([
  ["7", 7],
  ["+7", 7],
  ["-7", -7],
  ["007", 7],
  ["", undefined],
  ["7 ", undefined],
  ["1.5", undefined],
  ["0x1", undefined],
  ["9223372036854775808", undefined],
])("Go parses %j as the integer %s", (text, value) => {
  expect(parseGoInteger(text)).toBe(value);
});
