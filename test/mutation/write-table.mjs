/**
 * Writes the scores of Stryker's reports into docs/mutation.md: `node test/mutation/write-table.mjs [REPORT...]`.
 * Rows of folders that no report is about stay as they are.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const PAGE = "docs/mutation.md";
const [BEGIN, END] = ["<!-- scores -->", "<!-- end of scores -->"];
const NOTICED = new Set(["Killed", "Timeout"]);
const UNNOTICED = new Set(["Survived", "NoCoverage"]);

const given = process.argv.slice(2);
const reports = given.length > 0 ? given : ["reports/mutation/report.json"];

/** What became of the mutants of each file; of a file in two reports the later one counts. */
const files = Object.assign(
  {},
  ...reports.filter(existsSync).map((name) => JSON.parse(readFileSync(name, "utf8")).files),
);
const page = readFileSync(PAGE, "utf8");
/** Counts by folder. */
const folders = new Map();
for (const [file, { mutants }] of Object.entries(files)) {
  for (const { status } of mutants) count(path.dirname(file), status);
}

for (const [, folder, ...counts] of page.matchAll(/^\| `(.+?)` \| \d+ \| (\d+) \| (\d+) \| (\d+) \|/gm)) {
  const [noticed, unnoticed, ignored] = counts.map(Number);
  if (!folders.has(folder)) folders.set(folder, { noticed, unnoticed, ignored });
}

function count(folder, status) {
  const row = folders.get(folder) ?? { noticed: 0, unnoticed: 0, ignored: 0 };
  folders.set(folder, row);
  if (NOTICED.has(status)) row.noticed++;
  else if (UNNOTICED.has(status)) row.unnoticed++;
  else row.ignored++;
}

const lines = [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, row]) => lineOf(`\`${folder}\``, row));
const sum = [...folders.values()].reduce(
  (all, row) => ({
    noticed: all.noticed + row.noticed,
    unnoticed: all.unnoticed + row.unnoticed,
    ignored: all.ignored + row.ignored,
  }),
  { noticed: 0, unnoticed: 0, ignored: 0 },
);

function lineOf(name, { noticed, unnoticed, ignored }) {
  const all = noticed + unnoticed;
  const score = all === 0 ? "–" : `${((100 * noticed) / all).toFixed(1)} %`;
  return `| ${name} | ${all} | ${noticed} | ${unnoticed} | ${ignored} | ${score} |`;
}

const table = [
  "| folder | mutants | noticed | not noticed | left out | score |",
  "|---|---|---|---|---|---|",
  ...lines,
  lineOf("all of these", sum),
].join("\n");
const [before] = page.split(BEGIN);
const [, after] = page.split(END);
writeFileSync(PAGE, `${before}${BEGIN}\n${table}\n${END}${after}`);
