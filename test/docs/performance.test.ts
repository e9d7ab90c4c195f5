import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reachTable } from "../../bench/reach.ts";
import type { BenchReport } from "../../bench/result.ts";

const PAGE = "docs/performance.md";
const TABLE = /(<!-- begin: reach -->\n)[\s\S]*(<!-- end: reach -->)/;

test("the table of docs/performance.md is what the kept run of the benchmark says; UPDATE_EXPECTED=1 writes it", () => {
  const report: BenchReport = JSON.parse(readFileSync("bench/results/latest.json", "utf8"));
  const page = readFileSync(PAGE, "utf8");
  const expected = page.replace(TABLE, (_all, begin: string, end: string) => `${begin}${reachTable(report)}\n${end}`);
  if ((process.env.UPDATE_EXPECTED ?? "") !== "") writeFileSync(PAGE, expected);
  expect(readFileSync(PAGE, "utf8")).toBe(expected);
});
