/** Equality, patches and selectors with keys that are missing, empty, null or special in JavaScript. */

import { describe, expect, test } from "vitest";
import { equalJson } from "../../src/api/json.ts";
import { mergePatch } from "../../src/api/merge-patch.ts";
import { strategicMerge } from "../../src/api/strategic-merge.ts";
import { formatTimestamp, parseTimestamp } from "../../src/api/timestamp.ts";
import { semanticallyEqual } from "../../src/api/validation/equality.ts";
import { uncountedDiffer } from "../../src/api/validation/status-change.ts";
import { printValue, selectorValue, sortedMap } from "../../src/api/validation/values.ts";

test.each([
  [1, 1, true, true],
  [1, 2, false, false],
  ["1", 1, false, false],
  [undefined, [], true, false],
  [[], undefined, true, false],
  [undefined, [1], false, false],
  [[1], undefined, false, false],
  [undefined, {}, false, false],
  [{}, undefined, false, false],
  [[1, 2], [1, 2], true, true],
  [[1, 2], [2, 1], false, false],
  [[1], [1, 2], false, false],
  [[1, 2], [1], false, false],
  [[], {}, false, false],
  [{}, [], false, false],
  [null, {}, false, false],
  [{ a: 1 }, { a: 1 }, true, true],
  [{ a: 1 }, { a: 1, b: 2 }, false, false],
  [{ a: 1, b: 2 }, { a: 1 }, false, false],
  [{ a: 1 }, { b: 1 }, false, false],
  [{ a: [] }, {}, true, false],
  [{}, { a: [] }, true, false],
  [{ a: undefined }, {}, true, true],
  [{ a: { b: [1] } }, { a: { b: [1] } }, true, true],
  [{ a: { b: [1] } }, { a: { b: [2] } }, false, false],
])("%j and %j are equal to the API: %s; are the same JSON: %s", (left, right, same, equal) => {
  expect(semanticallyEqual(left, right)).toBe(same);
  expect(equalJson(left, right)).toBe(equal);
});

test.each([
  [undefined, undefined, false],
  [undefined, {}, true],
  [{}, undefined, true],
  [{}, {}, false],
  [{ succeeded: ["a"] }, { succeeded: ["a"] }, false],
  [{ succeeded: ["a"] }, { succeeded: ["b"] }, true],
  [{ succeeded: ["a"] }, { failed: ["a"] }, true],
  [{ failed: ["a"] }, { failed: ["a", "b"] }, true],
  [{ failed: ["a", "b"] }, { failed: ["a"] }, true],
  [{ failed: [] }, {}, false],
])("the uncounted pods %j and %j differ: %s", (left, right, differ) => {
  expect(uncountedDiffer(left, right)).toBe(differ);
});

describe("a value in a message", () => {
  test.each([
    [undefined, "null"],
    [null, "null"],
    ['a"b', '"a\\"b"'],
    [1.5, "1.5"],
    [false, "false"],
    [[1, "<&>"], '[1,"\\u003c\\u0026\\u003e"]'],
    [{ a: "\u2028\u2029" }, '{"a":"\\u2028\\u2029"}'],
  ])("%j is %s", (value, text) => {
    expect(printValue(value)).toBe(text);
  });

  test("has sorted keys", () => {
    expect(JSON.stringify(sortedMap({ b: "1", a: "2", c: "3" }))).toBe('{"a":"2","b":"1","c":"3"}');
    expect(sortedMap(undefined)).toBeUndefined();
  });

  test("omits empty parts of a selector", () => {
    expect(selectorValue(undefined)).toBeUndefined();
    expect(selectorValue({})).toEqual({});
    expect(selectorValue({ matchLabels: {}, matchExpressions: [] })).toEqual({});
    const full = { matchLabels: { a: "b" }, matchExpressions: [{ key: "k", operator: "In", values: ["v"] }] };
    expect(selectorValue(full)).toEqual(full);
    expect(selectorValue({ matchExpressions: [{ key: "k", operator: "Exists", values: [] }] })).toEqual({
      matchExpressions: [{ key: "k", operator: "Exists" }],
    });
  });
});

test.each([
  [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [{ a: 1 }, { a: null }, {}],
  [{ a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
  [{ a: [1] }, { a: { b: 1, c: null } }, { a: { b: 1 } }],
  [{ a: { b: 1 } }, { a: [null] }, { a: [null] }],
  [{ a: { b: 1 } }, { a: 3 }, { a: 3 }],
  [{}, { a: { b: { c: null } } }, { a: { b: {} } }],
  [{}, { constructor: { a: 1 } }, { constructor: { a: 1 } }],
])("%j patched with %j is %j", (object, patch, result) => {
  expect(mergePatch(object, patch)).toEqual(result);
});

describe("a strategic merge", () => {
  const pod = {
    containers: [
      { name: "a", image: "1", env: [{ name: "X", value: "1" }] },
      { name: "b", image: "2" },
    ],
    nodeSelector: { a: "b" },
    tolerations: [{ key: "t" }],
  };
  const merged = (patch: object) => {
    const result = strategicMerge("PodSpec", pod, { ...patch });
    return "problem" in result ? result.problem : result.object;
  };

  test.each<[object, object]>([
    [
      { containers: [{ name: "a", image: "3" }] },
      {
        containers: [
          { name: "a", image: "3", env: [{ name: "X", value: "1" }] },
          { name: "b", image: "2" },
        ],
      },
    ],
    [{ containers: [{ name: "c", image: "3" }] }, { containers: [{ name: "c", image: "3" }, ...pod.containers] }],
    [{ containers: [{ name: "a", $patch: "delete" }] }, { containers: [{ name: "b", image: "2" }] }],
    [{ containers: [{ $patch: "replace" }, { name: "z", image: "9" }] }, { containers: [{ name: "z", image: "9" }] }],
    [
      { containers: [{ name: "a", env: [{ name: "X", value: "2" }, { name: "Y" }] }] },
      {
        containers: [
          { name: "a", image: "1", env: [{ name: "X", value: "2" }, { name: "Y" }] },
          { name: "b", image: "2" },
        ],
      },
    ],
    [{ nodeSelector: { a: null, c: "d" } }, { nodeSelector: { c: "d" } }],
    [{ nodeSelector: { $patch: "replace", c: "d" } }, { nodeSelector: { c: "d" } }],
    [{ tolerations: [{ key: "u" }] }, { tolerations: [{ key: "u" }] }],
    [{ containers: null }, {}],
  ])("of %j", (patch, parts) => {
    expect(merged(patch)).toMatchObject(parts);
    if ("containers" in patch && patch.containers === null) expect(merged(patch)).not.toHaveProperty("containers");
  });
});

test.each([
  [0, "1970-01-01T00:00:00Z"],
  [999, "1970-01-01T00:00:00Z"],
  [-1, "1969-12-31T23:59:59Z"],
  [86_399_999, "1970-01-01T23:59:59Z"],
  [86_400_000, "1970-01-02T00:00:00Z"],
  [3_661_000, "1970-01-01T01:01:01Z"],
  [951_782_400_000, "2000-02-29T00:00:00Z"],
])("the instant %i is %s", (ms, text) => {
  expect([formatTimestamp(ms), formatTimestamp(ms)]).toEqual([text, text]);
  expect([parseTimestamp(text), parseTimestamp(text)]).toEqual([
    Math.floor(ms / 1000) * 1000,
    Math.floor(ms / 1000) * 1000,
  ]);
});
