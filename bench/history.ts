/**
 * `npm run bench:history -- FILE.json... [--html FILE]`: figures of several runs of the benchmark, the oldest first.
 *
 * Cases are compared in yardsticks and not in seconds, so that runs on different machines make one history.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { BenchReport } from "./result.ts";

interface Point {
  readonly run: string;
  readonly value: number;
}

interface Line {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly Point[];
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { html: { type: "string" } } });
if (positionals.length === 0) {
  process.stderr.write("Name the JSON files that `npm run bench -- --json FILE` wrote.\n");
  process.exitCode = 2;
} else {
  const reports = positionals.map(readReport).sort((a, b) => (a.time < b.time ? -1 : 1));
  process.stdout.write(textOf(reports));
  if (values.html !== undefined) writeFileSync(values.html, pageOf(reports));
}

function readReport(file: string): BenchReport {
  const report: BenchReport = JSON.parse(readFileSync(file, "utf8"));
  return report;
}

/** How a run is called: when, and of which commit. */
function labelOf({ time, commit }: BenchReport): string {
  return `${time.slice(0, 10)} ${commit}`;
}

function linesOf(reports: readonly BenchReport[]): Line[] {
  const lines = new Map<string, { unit: string; points: Point[] }>();
  const add = (name: string, unit: string, point: Point) => {
    const line = lines.get(name) ?? { unit, points: [] };
    lines.set(name, line);
    line.points.push(point);
  };
  for (const report of reports) {
    const run = labelOf(report);
    for (const { name, yardsticks } of report.results) add(name, "yardsticks", { run, value: yardsticks });
    for (const { name, value } of report.ratios) add(name, "times", { run, value });
  }
  return [...lines].map(([name, { unit, points }]) => ({ name, unit, points }));
}

function textOf(reports: readonly BenchReport[]): string {
  const runs = reports.map((report) => `  ${labelOf(report)}  Node ${report.node}, ${report.machine}`);
  const lines = linesOf(reports).map(({ name, unit, points }) => {
    const all = points.map(({ value }) => value.toPrecision(3).padStart(8)).join(" ");
    return `${name.padEnd(70)} ${unit.padEnd(10)} ${all}`;
  });
  return `${[...runs, "", ...lines].join("\n")}\n`;
}

function pageOf(reports: readonly BenchReport[]): string {
  const domain = reports.map(labelOf);
  const charts = linesOf(reports).map(
    (line) => `<h2>${escapeHtml(line.name)}</h2>\n<p>${line.unit}</p>\n${chart(line, domain)}`,
  );
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><title>Benchmark history</title>',
    "<style>body{font:15px sans-serif;margin:2rem auto;max-width:900px}h2{font-size:1rem;margin:2rem 0 0}p{margin:0;opacity:.7}</style>",
    "</head><body><h1>Benchmark history</h1>",
    ...charts,
    "</body></html>",
    "",
  ].join("\n");
}

function chart({ points }: Line, domain: readonly string[]): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const marks = { x: "run", y: "value", stroke: "#2f6fb0" };
  const drawn = Plot.plot({
    document,
    width: 860,
    height: 160,
    marginBottom: 40,
    x: { label: null, type: "point", domain: [...domain] },
    y: { label: null, zero: true, grid: true, nice: true },
    marks: [Plot.line(points, marks), Plot.dot(points, { ...marks, fill: "#2f6fb0", r: 4 })],
  });
  return String(drawn.outerHTML);
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
