/** How near a name must be, and how edits are counted. */

import { expect, test } from "vitest";
import { countEdits, nearest } from "../../src/api/nearest.ts";

test.each([
  ["ab", ["a"], undefined],
  ["ab", ["abc"], "abc"],
  ["ab", ["xb"], "xb"],
  ["ab", ["xy"], undefined],
  ["a", ["b"], undefined],
  ["abc", ["abd"], "abd"],
  ["abc", ["axd"], undefined],
  ["abcdef", ["abcdxy"], "abcdxy"],
  ["abcdef", ["abcxyz"], undefined],
  ["abcdefghi", ["abcdefxyz"], "abcdefxyz"],
  ["abcdefghijkl", ["abcdefghwxyz"], undefined],
  ["abcdefghijkl", ["abcdefghixyz"], "abcdefghixyz"],
  ["abcdef", ["abcd", "abcde"], "abcde"],
  ["abcdef", ["abcdex", "abcdey"], "abcdex"],
  ["abcdef", ["abcdexy", "abcdef"], "abcdef"],
  ["abcdefg", ["ab"], undefined],
])("the nearest to %s of %j is %s", (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

test.each([
  ["ab", "ba", 1],
  ["abc", "cba", 2],
  ["abcd", "badc", 2],
  ["ab", "cab", 1],
  ["aab", "aba", 1],
  ["ca", "abc", 3],
  ["abab", "baba", 2],
  ["aa", "a", 1],
  ["xab", "xba", 1],
  ["abx", "xab", 2],
  ["abcdef", "azced", 3],
])("%s becomes %s with %i edits", (from, to, edits) => {
  expect(countEdits(from, to)).toBe(edits);
  expect(countEdits(to, from)).toBe(edits);
});
