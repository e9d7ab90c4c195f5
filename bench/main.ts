/**
 * `npm run bench`: measures each case in a process of its own, prints a table, and writes the figures as JSON.
 *
 * It runs compiled code, as users do: a loader that translates on the fly makes functions slower.
 *
 * `--quick` leaves out what takes long; `--json FILE` says where the figures go; `--only TEXT` takes cases by name.
 */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CASES } from "./cases.ts";
import type { BenchReport, CaseResult } from "./result.ts";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, json: { type: "string" }, only: { type: "string" } },
});

/**
 * Pods outlive the young generation that Node starts with, and would be copied again and again: runs of many pods want
 * a larger one (`NODE_OPTIONS=--max-semi-space-size=64`).
 */
const YOUNG_GENERATION = "--max-semi-space-size=64";

const results: CaseResult[] = [];
print(["case", "time", "per second", "memory", "yardsticks", ""]);
for (const { name, slow } of CASES) {
  if ((values.quick === true && slow === true) || !name.includes(values.only ?? "")) continue;
  const result = measureApart(name);
  results.push(result);
  print([
    name,
    `${result.seconds.toFixed(result.seconds < 0.1 ? 4 : 2)} s`,
    `${Math.round(result.perSecond).toLocaleString("en")} ${result.unit}`,
    `${result.rssMb} MB`,
    result.yardsticks.toFixed(3),
    result.note,
  ]);
}
const report: BenchReport = {
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
  commit: commit(),
  results,
};
process.stdout.write(`Node ${report.node} on ${report.machine}, commit ${report.commit}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

function measureApart(name: string): CaseResult {
  const script = fileURLToPath(new URL("measure.js", import.meta.url));
  const output = execFileSync(process.execPath, ["--expose-gc", YOUNG_GENERATION, script, name], { encoding: "utf8" });
  const result: CaseResult = JSON.parse(output);
  return result;
}

function print(cells: readonly string[]): void {
  const widths = [34, 10, 22, 9, 11, 0];
  const line = cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
  process.stdout.write(`${line.join("  ").trimEnd()}\n`);
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
