/** A run reaches every rule that the controller can name, with the numbers that its text needs. */

import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explanationText } from "../../../src/analysis/explain/rule-sentence.ts";
import { RULES } from "../../../src/analysis/explain/rules/rules.ts";
import { RULE_IDS } from "../../../src/controller/job/decisions.ts";
import { ruleIndex, rulePage } from "../../../src/report/explain/rule-pages.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { CASES, decisionsOf } from "./cases.ts";

describe("each rule is reached", () => {
  test.each(RULE_IDS)("%s", (id) => {
    const { decisions, simulation } = decisionsOf(CASES[id]);
    const found = decisions.find(({ rule }) => rule === id);
    expect(found, decisions.map(({ rule }) => rule).join(" ")).toBeDefined();
    if (found === undefined) return;
    const needed = [...RULES[id].text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(found.numbers).sort()).toEqual(needed.sort());
    const explanation = {
      atMs: found.timeMs,
      job: { namespace: "default", name: "job" },
      rule: id,
      numbers: found.numbers,
    };
    expect(explanationText(explanation, simulation.plan.epochMs)).not.toMatch(/[{}]|undefined|NaN/);
  });
});

test("a run is the same with or without a listener", () => {
  const { simulation } = decisionsOf(CASES["failed-indexes"]);
  const { plan, log } = simulation;
  expect(simulate(plan).log.entries).toEqual(log.entries);
});

describe("each rule has a page", () => {
  const pages = [...RULE_IDS.map((id) => [`${id}.md`, rulePage(id)] as const), ["README.md", ruleIndex()] as const];
  test.each(pages)("docs/rules/%s", (file, text) => {
    if ((process.env.UPDATE_EXPECTED ?? "") !== "") writeFileSync(`docs/rules/${file}`, text);
    expect(readFileSync(`docs/rules/${file}`, "utf8")).toBe(text);
  });
});
