import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the first section of the changelog is the version of the package, with its date or still to come", () => {
  const { version }: { readonly version: string } = JSON.parse(readFileSync("package.json", "utf8"));
  const [first = ""] = /^## .+$/m.exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];
  expect(first.startsWith(`## ${version} (`)).toBe(true);
  expect(first).toMatch(/\((unreleased|\d{4}-\d{2}-\d{2})\)$/);
});
