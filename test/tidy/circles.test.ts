/** No file of the sources imports itself by way of others, types included. */

import { expect, test } from "vitest";
import { circlesAmong, circlesOf } from "./circles.ts";
import { sourceFiles } from "./source-files.ts";

test("circles are found: of two, of three, and none if paths only meet", () => {
  const graph = (edges: Readonly<Record<string, string>>) =>
    new Map(Object.entries(edges).map(([from, to]) => [from, [...to]]));
  expect(circlesOf(graph({ a: "bc", b: "d", c: "d", d: "" }))).toEqual([]);
  expect(circlesOf(graph({ a: "b", b: "ac", c: "d", d: "e", e: "c" }))).toEqual([
    ["c", "d", "e"],
    ["a", "b"],
  ]);
});

test("the sources have none", () => {
  expect(circlesAmong(sourceFiles("src"))).toEqual([]);
});
