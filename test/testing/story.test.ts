/** Stories: the last changes, and the rules behind them. */

import { expect, test } from "vitest";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { lastLines } from "../../src/testing/story.ts";
import { ruleLines } from "../../src/testing/story-rules.ts";

const changes = ["first", "second", "third"].map((text, i) => ({ timeMs: i * 1000, entry: i * 2, text }));

test("the last changes are told, with how many are left out", () => {
  expect(lastLines(changes, 3)).toEqual(["     0.000 s  first", "     1.000 s  second", "     2.000 s  third"]);
  expect(lastLines(changes, 2)).toEqual(["              (2 earlier changes)", "     2.000 s  third"]);
});

test("a rule stands before the change that it led to, and takes no place of a change", () => {
  const rules = [1, 4, 5].map((entry) => ({ timeMs: 2000, entry, text: `  because of ${entry}` }));
  expect(lastLines(changes, 2, rules)).toEqual([
    "              (2 earlier changes)",
    "     2.000 s    because of 4",
    "     2.000 s  third",
    "     2.000 s    because of 5",
  ]);
});

const failed = { rule: "counted-failed", numbers: { pod: "0a-1b-2c3", why: "" } } as const;
const waits = {
  rule: "backoff-of-job",
  numbers: { untilAt: EPOCH_MS + 12_000, failures: "1 pod", delayMs: 10_000 },
} as const;

test("rules tell pods and instants as the story does, each judgement once", () => {
  const decisions = [failed, waits, waits].map((one) => ({ ...one, timeMs: 2000, key: "default/a", entry: 7 }));
  expect(ruleLines(decisions).map(({ text }) => text)).toEqual([
    "  because pod [2c3] is counted as failed  [counted-failed]",
    expect.stringMatching(
      /^ {2}because no pod is created before 12\.000 s: 1 pod failed .* waits 10s .*\[backoff-of-job\]$/,
    ),
  ]);
});

test("rules name their Job where a run has several", () => {
  const decisions = ["default/a", "other/b"].map((key) => ({ ...failed, timeMs: 0, key, entry: 0 }));
  expect(ruleLines(decisions).map(({ text }) => text)).toEqual([
    expect.stringContaining("because job a: pod [2c3]"),
    expect.stringContaining("because job b: pod [2c3]"),
  ]);
});

test("that there are enough pods is not told", () => {
  const enough = { rule: "enough-pods", numbers: { active: 1, wanted: 1 } } as const;
  expect(ruleLines([{ ...enough, timeMs: 0, key: "default/a", entry: 0 }])).toEqual([]);
});
