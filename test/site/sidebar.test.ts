import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const config = readFileSync("site/.vitepress/config.ts", "utf8");

test("every how-to and every reference page is in the sidebar of the site", () => {
  const howTos = readdirSync("docs/how-to").filter((file) => file.endsWith(".md"));
  const references = readdirSync("docs/reference").map((file) => file.replace(".md", ""));
  expect(howTos.map((file) => file.replace(".md", "")).filter((name) => !config.includes(`["${name}", "`))).toEqual([]);
  expect(references.filter((name) => !config.includes(`"/docs/reference/${name}"`))).toEqual([]);
});

test("every page of the sidebar exists", () => {
  const links = [...config.matchAll(/page\("[^"]+", "\/([^"]+)"\)/g)].map(([, link = ""]) => `${link}.md`);
  const howTos = [...config.matchAll(/\["([a-z-]+)", "/g)].map(([, name = ""]) => `docs/how-to/${name}.md`);
  expect(links.length).toBeGreaterThan(10);
  for (const file of [...links, ...howTos]) expect(readFileSync(file, "utf8")).toMatch(/^# /m);
});
