/** When the benchmark says that a path has become slower. */

import { expect, test } from "vitest";
import { isJudged, limitOf, limitsOf, verdictOf } from "../../bench/gate/limits.ts";

const steady = limitOf([10, 10.5, 9.8, 10.2, 11]);
const few = limitOf([10, 10, 10, 10]);
const restless = limitOf([10, 10.5, 14, 10.2, 10]);
const sometimesFast = limitOf([10, 10.5, 7, 10.2, 10]);

test("a limit keeps the median and how far single rounds were from it", () => {
  expect(steady).toEqual({ median: 10.2, least: 9.8, largest: 11, rounds: 5 });
});

test.each([
  { what: "what each round was", figure: 11, limit: steady, verdict: "as before" },
  { what: "30 % more than the median", figure: 13.3, limit: steady, verdict: "slower" },
  { what: "as much less", figure: 7.8, limit: steady, verdict: "faster" },
  { what: "anything of a row whose rounds differ widely", figure: 99, limit: restless, verdict: "not judged" },
  { what: "anything of a row that was once far faster", figure: 99, limit: sometimesFast, verdict: "not judged" },
  { what: "anything of a row that was measured four times", figure: 99, limit: few, verdict: "not judged" },
  { what: "a row that nobody has measured", figure: 1, limit: undefined, verdict: "no limit" },
])("$what is $verdict", ({ figure, limit, verdict }) => {
  expect(verdictOf(figure, limit)).toBe(verdict);
});

test("each round of a row that is judged passes its own limit", () => {
  expect(isJudged(steady)).toBe(true);
  for (const figure of [steady.least, steady.median, steady.largest]) {
    expect(verdictOf(figure, steady)).toBe("as before");
  }
});

test("limits are of each row by itself", () => {
  expect(
    limitsOf([
      { help: 1, run: 3 },
      { help: 1.2, run: 3.3 },
      { help: 1.1, run: 3.6 },
    ]),
  ).toEqual({
    help: { median: 1.1, least: 1, largest: 1.2, rounds: 3 },
    run: { median: 3.3, least: 3, largest: 3.6, rounds: 3 },
  });
});
