import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lintPage } from "../../src/report/lint/page.ts";

test("docs/lint.md says what the rules say", () => {
  if ((process.env.UPDATE_EXPECTED ?? "") !== "") writeFileSync("docs/lint.md", lintPage());
  expect(readFileSync("docs/lint.md", "utf8")).toBe(lintPage());
});
