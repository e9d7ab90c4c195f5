import { expect, test } from "vitest";
import { matchesSelector } from "../../src/api/selector.ts";
import type { LabelSelector, StringMap } from "../../src/api/types.ts";

const labels: StringMap = { app: "x", tier: "" };

function expression(key: string, operator: string, values?: readonly string[]): LabelSelector {
  return { matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }] };
}

test.each<[LabelSelector | undefined, boolean]>([
  [undefined, false],
  [{}, true],
  [{ matchLabels: {}, matchExpressions: [] }, true],
  [{ matchLabels: { app: "x" } }, true],
  [{ matchLabels: { app: "y" } }, false],
  [{ matchLabels: { app: "x", other: "x" } }, false],
  [{ matchLabels: { constructor: "x" } }, false],
  [expression("app", "In", ["x", "y"]), true],
  [expression("app", "In", ["y"]), false],
  [expression("other", "In", [""]), false],
  [expression("app", "NotIn", ["x"]), false],
  [expression("app", "NotIn", ["y"]), true],
  [expression("other", "NotIn", ["x"]), true],
  [expression("tier", "Exists"), true],
  [expression("toString", "Exists"), false],
  [expression("app", "DoesNotExist"), false],
  [expression("other", "DoesNotExist"), true],
  [expression("app", "Gt", ["1"]), false],
  [{ matchLabels: { app: "x" }, ...expression("tier", "DoesNotExist") }, false],
])("the selector %j matches the labels of a pod: %s", (selector, expected) => {
  expect(matchesSelector(selector, labels)).toBe(expected);
});

test("an empty selector matches an object without labels, others that need labels do not", () => {
  expect(matchesSelector({}, undefined)).toBe(true);
  expect(matchesSelector({ matchLabels: { a: "b" } }, undefined)).toBe(false);
  expect(matchesSelector(expression("a", "DoesNotExist"), undefined)).toBe(true);
});
