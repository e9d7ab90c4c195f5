import { expect, it } from "vitest";
import { copyWith } from "../../src/api/copy-with.ts";

it("a copy has the keys of the object and of the changes, and the changes win", () => {
  expect(copyWith({ name: "a", kind: "Job" }, { kind: "Pod", labels: {} })).toEqual({
    name: "a",
    kind: "Pod",
    labels: {},
  });
});

it("the object that was copied stays as it was", () => {
  const object = { name: "a" };
  copyWith(object, { name: "b", labels: {} });
  expect(object).toEqual({ name: "a" });
});

it("keys are in the order of the object, then of the changes, so copies with equal keys have the same shape", () => {
  expect(Object.keys(copyWith({ b: 1, a: 2 }, { c: 3, a: 4 }))).toEqual(["b", "a", "c"]);
});
