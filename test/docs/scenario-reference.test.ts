import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scenarioJsonSchemaText, scenarioReference } from "../../src/scenario/json-schema.ts";

const FILES = { "docs/reference/scenario.md": scenarioReference, "schema/scenario.v1.json": scenarioJsonSchemaText };

test.each(Object.entries(FILES))("%s is what the schema says; UPDATE_EXPECTED=1 writes it", (file, make) => {
  if ((process.env.UPDATE_EXPECTED ?? "") !== "" || !existsSync(file)) writeFileSync(file, make());
  expect(readFileSync(file, "utf8")).toBe(make());
});

test("every reference on the page leads to a section", () => {
  const page = scenarioReference();
  const sections = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, name = ""]) => name.toLowerCase()));
  for (const [, name = ""] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(sections).toContain(name);
});
