/** What cites a document of the semantics leads somewhere. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { INVARIANTS } from "../../src/testing/invariants/index.ts";
import { type Citation, citationsIn, documents, flowing } from "./citations.ts";
import { sourceFiles } from "./source-files.ts";

const known = documents();

function unresolved({ document, sections, steps }: Citation): string[] {
  const found = known.get(document);
  if (found === undefined) return [`there is no document ${document}`];
  return [
    ...sections.filter((name) => !found.sections.has(name)).map((name) => `${found.file} has no section ${name}`),
    ...steps.filter((name) => !found.steps.has(name)).map((name) => `${found.file} has no step ${name}`),
  ];
}

test("citations are read with all that they name, also over the end of a line", () => {
  const text =
    "(semantics 03, steps 14 to 25; 05; 06, sections 6 and 7.1; issue 104666), semantics 07, section\n * 11).";
  expect(citationsIn(text)).toEqual([
    { text: "03, steps 14 to 25", document: "03", sections: [], steps: ["14", "25"] },
    { text: "05", document: "05", sections: [], steps: [] },
    { text: "06, sections 6 and 7.1", document: "06", sections: ["6", "7.1"], steps: [] },
    { text: "07, section 11", document: "07", sections: ["11"], steps: [] },
  ]);
  expect(citationsIn("docs/semantics/04-accounting.md, section 3, step J")).toEqual([
    {
      text: "04-accounting.md, section 3, step J",
      document: "04-accounting.md",
      sections: ["3"],
      steps: ["J"],
    },
  ]);
});

test("a citation of what is not there is found", () => {
  expect(citationsIn("semantics 05, sections 6.1 and 99, step 33").flatMap(unresolved)).toEqual([
    "05-failure-and-backoff.md has no section 99",
    "05-failure-and-backoff.md has no step 33",
  ]);
  expect(citationsIn("semantics 77").flatMap(unresolved)).toEqual(["there is no document 77"]);
});

test("each citation in the sources and tests is in the documents", () => {
  const files = [...sourceFiles("src"), ...sourceFiles("test").filter(({ path }) => !path.includes("tidy/"))];
  const cited = files.map(({ path, tree }) => ({ path, citations: citationsIn(tree.text) }));
  expect(cited.flatMap(({ citations }) => citations).length).toBeGreaterThan(90);
  const wrong = cited.flatMap(({ path, citations }) => citations.flatMap(unresolved).map((why) => `${path}: ${why}`));
  expect(wrong).toEqual([]);
});

test("whatever mentions the semantics with a number is read as a citation", () => {
  for (const { path, tree } of sourceFiles("src")) {
    const mentions = flowing(tree.text).match(/semantics[ /]\d\d/g) ?? [];
    expect([path, citationsIn(tree.text).length >= mentions.length]).toEqual([path, true]);
  }
});

describe("the documents", () => {
  test.each(readdirSync("docs/semantics"))("%s cites sections that are there", (file) => {
    const text = readFileSync(`docs/semantics/${file}`, "utf8");
    const cited = [...text.matchAll(/(?<![\d.§] ?)\b(\d\d) §(\d+(?:\.\d+)*)/g)];
    const wrong = cited.filter(([, number = "", section = ""]) => known.get(number)?.sections.has(section) !== true);
    expect(wrong.map(([found]) => found)).toEqual([]);
  });
});

test("what the check prints of an invariant is the path of a document, or an issue", () => {
  for (const { source } of INVARIANTS) {
    for (const part of source.split("; ")) expect(part).toMatch(/^(?:docs\/semantics\/|Kubernetes issues \d)/);
  }
});
