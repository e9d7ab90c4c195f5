/** Which decisions are reported: new ones, but not those that every sync repeats. */

import { expect, test } from "vitest";
import { explanations } from "../../../src/analysis/explain/explanations.ts";
import type { Decision } from "../../../src/controller/job/decisions.ts";

const names = { label: (uid: string) => uid };
let timeMs = 0;

function decided(rule: Decision["rule"], numbers: Decision["numbers"] = {}, key = "default/a"): Decision {
  return { timeMs: timeMs++, key, rule, numbers };
}

function told(decisions: readonly Decision[]): string[] {
  return explanations(decisions, names).map(({ rule, job }) => `${rule} of ${job.name}`);
}

const reached = { succeeded: 1, wanted: 1 };

test("a decision that each sync repeats is reported once, and again with other numbers", () => {
  const again = decided("completions-reached", { ...reached, succeeded: 2 });
  expect(told([decided("completions-reached", reached), decided("completions-reached", reached), again])).toEqual([
    "completions-reached of a",
    "completions-reached of a",
  ]);
});

test("an action that is repeated is reported again", () => {
  const created = { count: "1 pod", wanted: 1, active: 0, replacing: "" };
  expect(told([decided("pods-created", created), decided("pods-created", created)])).toHaveLength(2);
});

test("a Job that is recreated under its name, or starts again, is explained again", () => {
  const run = () => [decided("job-started"), decided("completions-reached", reached)];
  expect(told([...run(), ...run()])).toEqual([
    "job-started of a",
    "completions-reached of a",
    "job-started of a",
    "completions-reached of a",
  ]);
});

test("another Job that starts does not affect the explanations of the first", () => {
  const first = decided("completions-reached", reached);
  const other = decided("job-started", {}, "default/b");
  expect(told([first, other, decided("completions-reached", reached)])).toEqual([
    "completions-reached of a",
    "job-started of b",
  ]);
});
