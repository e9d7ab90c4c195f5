import { expect, test } from "vitest";
import { beginningOf } from "../../src/go/beginning.ts";

test("two processes of one run never begin alike, whatever they are called", () => {
  const starts = ["keeper", "replica"].flatMap((name) => [1, 2, 3].map((start) => beginningOf(name, start, 0.3)));
  expect(new Set(starts).size).toBe(starts.length);
});

test("runs share four beginnings of the first process, and one of each that follows it", () => {
  const draws = Array.from({ length: 100 }, (_, at) => at / 100);
  expect([1, 2].map((start) => new Set(draws.map((draw) => beginningOf("keeper", start, draw))).size)).toEqual([4, 1]);
});
