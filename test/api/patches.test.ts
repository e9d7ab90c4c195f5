import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { mergePatch } from "../../src/api/merge-patch.ts";
import { strategicMerge } from "../../src/api/strategic-merge.ts";

/** Applies a patch to a pod's spec; returns the problem of a refused patch. */
function patched(original: JsonObject, patch: JsonObject): unknown {
  const result = strategicMerge("PodSpec", original, patch);
  return "problem" in result ? result.problem : result.object;
}

const two = { containers: [{ name: "a", image: "1", command: ["x"] }, { name: "b" }] };

describe("a strategic merge patch", () => {
  test.each<[string, JsonObject, JsonObject, unknown]>([
    ["sets a field", { hostname: "a" }, { subdomain: "b" }, { hostname: "a", subdomain: "b" }],
    ["removes a field by null", { hostname: "a", subdomain: "b" }, { subdomain: null }, { hostname: "a" }],
    [
      "merges maps",
      { nodeSelector: { a: "1", b: "2" } },
      { nodeSelector: { a: null, c: "3" } },
      { nodeSelector: { b: "2", c: "3" } },
    ],
    [
      "drops nulls and directives from what is new",
      {},
      { affinity: { nodeAffinity: null, $retainKeys: [] } },
      { affinity: {} },
    ],
    [
      "merges an item by its key and keeps the order",
      two,
      { containers: [{ name: "b", image: "2" }] },
      { containers: [two.containers[0], { name: "b", image: "2" }] },
    ],
    [
      "puts a new item before those that it does not name",
      two,
      { containers: [{ name: "c" }] },
      { containers: [{ name: "c" }, ...two.containers] },
    ],
    [
      "replaces lists within an item that have no key",
      two,
      { containers: [{ name: "a", command: ["y"] }] },
      { containers: [{ name: "a", image: "1", command: ["y"] }, { name: "b" }] },
    ],
    ["deletes an item", two, { containers: [{ name: "a", $patch: "delete" }] }, { containers: [{ name: "b" }] }],
    ["replaces a list", two, { containers: [{ name: "c" }, { $patch: "replace" }] }, { containers: [{ name: "c" }] }],
    [
      "replaces an object",
      { affinity: { podAffinity: {} } },
      { affinity: { $patch: "replace", nodeAffinity: {} } },
      { affinity: { nodeAffinity: {} } },
    ],
    ["empties an object", { affinity: { podAffinity: {} } }, { affinity: { $patch: "delete" } }, { affinity: {} }],
    [
      "replaces an atomic list",
      { tolerations: [{ key: "a" }] },
      { tolerations: [{ key: "b" }] },
      { tolerations: [{ key: "b" }] },
    ],
    [
      "retains only some keys of a volume",
      { volumes: [{ name: "v", emptyDir: {} }] },
      { volumes: [{ name: "v", hostPath: { path: "/" }, $retainKeys: ["name", "hostPath"] }] },
      { volumes: [{ name: "v", hostPath: { path: "/" } }] },
    ],
    [
      "orders items",
      two,
      { $setElementOrder: [], "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] },
      { containers: [{ name: "b" }, two.containers[0]], $setElementOrder: [] },
    ],
    [
      "orders and merges at once",
      two,
      { "$setElementOrder/containers": [{ name: "b" }, { name: "c" }, { name: "a" }], containers: [{ name: "c" }] },
      { containers: [{ name: "b" }, { name: "c" }, two.containers[0]] },
    ],
    ["ignores the order of a list that is not there", {}, { "$setElementOrder/containers": [] }, {}],
    ["is refused with an unknown directive", {}, { $patch: "merge" }, 'unknown patch type: "merge"'],
    [
      "is refused with an item without its key",
      two,
      { containers: [{ image: "2" }] },
      "an item of a list has no name, by which the list is merged",
    ],
    [
      "is refused where it sets what it does not retain",
      {},
      { $retainKeys: ["a"], b: 1 },
      "the patch sets b, which is not in its $retainKeys",
    ],
    [
      "is refused with an order that is no list",
      {},
      { "$setElementOrder/containers": 1 },
      "$setElementOrder/containers must be a list",
    ],
  ])("%s", (_, original, patch, expected) => {
    expect(patched(original, patch)).toEqual(expected);
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ["unites finalizers", { finalizers: ["c", "a"] }, ["c", "a", "b"]],
    ["removes finalizers", { "$deleteFromPrimitiveList/finalizers": ["a", "z"] }, ["b"]],
    ["orders finalizers", { "$setElementOrder/finalizers": ["b", "a"] }, ["b", "a"]],
    [
      "removes and orders finalizers",
      { "$setElementOrder/finalizers": ["c", "b"], finalizers: ["c"], "$deleteFromPrimitiveList/finalizers": ["a"] },
      ["c", "b"],
    ],
  ])("%s", (_, patch, expected) => {
    expect(strategicMerge("ObjectMeta", { finalizers: ["a", "b"] }, patch)).toEqual({
      object: { finalizers: expected },
    });
  });

  test("shares what it does not change", () => {
    const original = { hostname: "h", ...two };
    const result = strategicMerge("PodSpec", original, { containers: [{ name: "b", image: "2" }] });
    expect("object" in result && isJsonObject(result.object) && result.object.containers).toContain(two.containers[0]);
    const same = strategicMerge("PodSpec", original, { hostname: "h", containers: [{ name: "a", image: "1" }] });
    expect("object" in same && same.object).toBe(original);
  });
});

describe("a merge patch", () => {
  // The examples of RFC 7386, appendix A, if both sides are objects.
  test.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j patched with %j becomes %j", (original, patch, expected) => {
    expect(mergePatch(original, patch)).toEqual(expected);
  });

  test("has no effect the second time, and then returns the object itself", () => {
    const object = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(object, object, (original, patch) => {
        const once = mergePatch(original, patch);
        expect(mergePatch(once, patch)).toBe(once);
      }),
    );
  });
});
