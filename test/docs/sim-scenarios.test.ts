import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the page of scenarios has each of them once, in order", () => {
  const listed = [...readFileSync("sim-scenarios/README.md", "utf8").matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(
    ([, file]) => file,
  );
  const files = readdirSync("sim-scenarios").filter((file) => file.endsWith(".yaml"));
  expect(listed.toSorted()).toEqual(files.toSorted());
});

test("the README fits 200 lines", () => {
  expect(readFileSync("README.md", "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});
