/** Sets of indexes at the edges of their words, and lists that were parsed before. */

import { describe, expect, test } from "vitest";
import { formatIntervals, IndexSet, parseGoInteger, parseIndexes } from "../../src/api/index-set.ts";

describe("a set of indexes", () => {
  test.each([
    [
      [0, 31],
      [0, 31],
    ],
    [
      [31, 32],
      [31, 32],
    ],
    [
      [63, 64, 95, 96],
      [63, 64, 95, 96],
    ],
  ])("of %j has these indexes, in order and by number", (indexes, all) => {
    const set = IndexSet.of(...indexes.toReversed());
    expect([...set]).toEqual(all);
    expect(set.size).toBe(all.length);
    for (let index = 0; index < 200; index++) expect(set.has(index)).toBe(all.includes(index));
  });

  test.each([
    [0, 0, "0"],
    [0, 31, "0-31"],
    [31, 32, "31,32"],
    [32, 63, "32-63"],
    [5, 4, ""],
    [0, 100, "0-100"],
  ])("takes the range %i to %i", (first, last, text) => {
    const set = new IndexSet([{ first, last }]);
    expect(set.format()).toBe(text);
    expect(set.size).toBe(Math.max(0, last - first + 1));
    expect(set.firstMissingFrom(first)).toBe(last < first ? first : last + 1);
  });

  test.each([
    [0, ""],
    [-1, ""],
    [1, "0"],
    [31, "0-30"],
    [32, "0-31"],
    [33, "0-32"],
    [64, "0-63"],
    [65, "0-64"],
    [100, "0-64"],
  ])("cut at %i is %j", (bound, text) => {
    const set = new IndexSet([{ first: 0, last: 64 }]);
    set.deleteFrom(bound);
    expect(set.format()).toBe(text);
    expect(set.size).toBe([...set].length);
    expect(set.add(64)).toBe(bound < 65);
  });

  test("removes an index once, and keeps its size", () => {
    const set = IndexSet.of(1, 33);
    expect([set.delete(33), set.delete(33), set.delete(0), set.size, set.format()]).toEqual([
      true,
      false,
      false,
      1,
      "1",
    ]);
    expect([set.add(1), set.size]).toEqual([false, 1]);
  });

  test("finds the next index, or none", () => {
    const set = IndexSet.of(3, 40, 100);
    expect([0, 3, 4, 40, 41, 100, 101, 127, 128, 500].map((from) => set.firstPresentFrom(from))).toEqual([
      3, 3, 40, 40, 100, 100, -1, -1, -1, -1,
    ]);
    expect(new IndexSet().firstPresentFrom(0)).toBe(-1);
  });

  test.each([
    [[0], [0], 0],
    [[1], [0], -1],
    [[40], [40, 3], 40],
    [[3, 200], [200], 200],
    [[3], [200], -1],
    [[], [], -1],
  ])("%j and %j have %i in common", (left, right, common) => {
    const [a, b] = [IndexSet.of(...left), IndexSet.of(...right)];
    expect([a.firstCommon(b), b.firstCommon(a)]).toEqual([common, common]);
  });

  test("does not change with its copy", () => {
    const set = IndexSet.of(1);
    const copy = set.clone();
    set.add(70);
    expect([set.format(), set.size, copy.format(), copy.size]).toEqual(["1,70", 2, "1", 1]);
    copy.add(2);
    expect([set.has(2), copy.format()]).toEqual([false, "1,2"]);
  });
});

describe("a list of indexes", () => {
  test.each([
    ["", 5, ""],
    ["0-2", 5, "0-2"],
    ["0-9", 5, "0-4"],
    ["0,9", 5, "0"],
    ["x,1", 5, "1"],
    ["1-x,3", 5, "3"],
    ["5", 5, ""],
    ["4", 5, "4"],
    ["+1", 5, "1"],
    [",1", 5, "1"],
  ])("%j below %i is %j, however often it is parsed", (text, completions, read) => {
    for (let again = 0; again < 3; again++) {
      const set = parseIndexes(text, completions);
      expect(set.format()).toBe(read);
      set.clone().add(77);
    }
    for (const bound of [1, 2, 3, 4, 6]) parseIndexes("0-9", bound);
    expect(parseIndexes(text, completions).format()).toBe(read);
    expect(parseIndexes("0-9", 3).format()).toBe("0-2");
  });

  test.each([
    ["0", 0],
    ["-7", -7],
    ["+7", 7],
    ["007", 7],
    ["", undefined],
    ["7x", undefined],
    ["x7", undefined],
    ["9223372036854775808", undefined],
    ["1e3", undefined],
  ])("has %j as the number %s", (text, value) => {
    expect(parseGoInteger(text)).toBe(value);
  });

  test("has two adjacent indexes separately, and more as a range", () => {
    const intervals = [
      { first: 0, last: 0 },
      { first: 2, last: 3 },
      { first: 5, last: 7 },
    ];
    expect(formatIntervals(intervals)).toBe("0,2,3,5-7");
    expect(formatIntervals([])).toBe("");
  });
});
