/** Label and field selectors in queries. */

import { describe, expect, test } from "vitest";
import { matcherOf, parseFieldSelector } from "../../src/http/field-selector.ts";
import { parseLabelSelector } from "../../src/http/label-selector.ts";

describe("a label selector", () => {
  test.each([
    ["", {}, true],
    ["app", { app: "" }, true],
    ["!app", { app: "" }, false],
    ["!app", {}, true],
    ["app=a", { app: "a" }, true],
    ["app==a", { app: "b" }, false],
    ["app!=a", {}, true],
    ["app=", { app: "" }, true],
    ["app in (a, b),tier", { app: "b", tier: "x" }, true],
    ["app notin (a,b)", { app: "c" }, true],
    ["app in (,a)", { app: "" }, true],
    ["n>2", { n: "10" }, true],
    ["n<2", { n: "10" }, false],
    ["n>2", { n: "many" }, false],
    ["n gt 2", { n: "3" }, true],
    ["e.io/k=v", { "e.io/k": "v" }, true],
  ])("%s of %o: %s", (selector, labels, expected) => {
    expect(parseLabelSelector(selector).matches({ ...labels } satisfies Record<string, string>)).toBe(expected);
  });

  test.each(["a b", "a in", "a in (b", "=a", "a,", "a>x", "a=!", "a/b/c=d", "a==b=c", "!", "a=-"])(
    "%s is invalid",
    (selector) => {
      expect(() => parseLabelSelector(selector)).toThrow("unable to parse requirement");
    },
  );
});

describe("a field selector", () => {
  const supported = ["metadata.name", "status.phase"];
  const read = (field: string) => ({ "metadata.name": "a,b", "status.phase": "Running" })[field];

  test.each([
    ["metadata.name=a\\,b", true],
    ["metadata.name==a\\,b,status.phase!=Failed", true],
    ["status.phase=Failed", false],
    ["", true],
  ])("%s: %s", (selector, expected) => {
    expect(matcherOf(parseFieldSelector(selector, "Pod", supported))(read)).toBe(expected);
  });

  test.each([
    ["spec.x=1", 'field label "spec.x" not supported for Pod'],
    ["metadata.name", "can't understand 'metadata.name'"],
  ])("%s is invalid", (selector, message) => {
    expect(() => parseFieldSelector(selector, "Pod", supported)).toThrow(message);
  });
});
