/**
 * `npm run bench`: measures each case in a process of its own, prints
 * a table, and compares it with the committed ranges.
 *
 * It runs compiled code, as users do: a loader that translates on the fly makes functions slower.
 *
 * `--quick` leaves out what takes long; `--json FILE` keeps the figures; `--only TEXT` takes cases by name;
 * `--set-ranges` commits to what was measured. `--check` measures the rows of the check after that, and exits with 1 if
 * one is slower than it was; `--write-limits ROUNDS` measures nothing but these, and commits to them.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CASES } from "./cases/list.ts";
import { checkLimits, writeLimits } from "./gate/gate.ts";
import { departures, rangesAround, readRanges } from "./ranges.ts";
import { RATIO_NAMES, ratiosOf } from "./ratios.ts";
import type { AbsentCase, BenchReport, CaseResult, MeasureAnswer } from "./result.ts";

/**
 * Pods outlive the young generation that Node starts with, and would be copied again and again: runs of many pods want
 * a larger one (`NODE_OPTIONS=--max-semi-space-size=32`). Twice as large, it is as fast and takes 50 MB more.
 */
const YOUNG_GENERATION = "--max-semi-space-size=32";
const RANGES = fileURLToPath(new URL("../../bench/ranges.json", import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    only: { type: "string", default: "" },
    check: { type: "boolean", default: false },
    "set-ranges": { type: "boolean", default: false },
    "write-limits": { type: "string" },
  },
});

if (values["write-limits"] === undefined) measureTable();
else writeLimits(Number(values["write-limits"]), print);

function measureTable(): void {
  const report = measureAll();
  print(`Node ${report.node} on ${report.machine}, load ${report.load.toFixed(1)}, commit ${report.commit}`);
  if (values.json !== undefined) {
    mkdirSync(dirname(values.json), { recursive: true });
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (values["set-ranges"]) setRanges(report);
  // A quick run measures code that is hardly warm.
  else if (values.quick) print("Not compared with bench/ranges.json, which is of runs without --quick.");
  else compare(report);
  if (values.check && !checkLimits(print)) process.exitCode = 1;
}

function measureAll(): BenchReport {
  const load = loadavg()[0] ?? 0;
  const results: CaseResult[] = [];
  const absent: AbsentCase[] = [];
  printRow(["case", "time", "processor", "per second", "memory", "yardsticks", ""]);
  for (const { name, slow } of CASES) {
    if ((values.quick && slow === true) || !name.includes(values.only)) continue;
    const answer = measureApart(name);
    if (answer.kind === "result") {
      results.push(answer.result);
      printResult(answer.result);
    } else {
      absent.push({ name, reason: answer.reason });
      printRow([name, "absent", "", "", "", "", answer.reason]);
    }
  }
  const ratios = ratiosOf(results);
  print("");
  for (const { name, value } of ratios) print(`${name.padEnd(72)} ${value.toFixed(2)}`);
  return {
    time: new Date().toISOString(),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    load,
    commit: commit(),
    quick: values.quick,
    results,
    absent,
    ratios,
  };
}

function measureApart(name: string): MeasureAnswer {
  const script = fileURLToPath(new URL("measure.js", import.meta.url));
  const args = ["--expose-gc", YOUNG_GENERATION, script, name, ...(values.quick ? ["quick"] : [])];
  const answer: MeasureAnswer = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  return answer;
}

function setRanges(report: BenchReport): void {
  const names = { cases: CASES.map(({ name }) => name), ratios: RATIO_NAMES };
  const ranges = rangesAround(report, names, readRanges(RANGES));
  // Biome's form: a pair of numbers on one line.
  const text = JSON.stringify(ranges, null, 2).replaceAll(/\[\s+([\d.e+-]+),\s+([\d.e+-]+)\s+\]/g, "[$1, $2]");
  writeFileSync(RANGES, `${text}\n`);
}

function compare(report: BenchReport): void {
  const left = departures(report, readRanges(RANGES));
  for (const { name, value, range, better } of left) {
    const word = better ? "BETTER than" : "WORSE than";
    print(`${word} its range: ${name}: ${value.toFixed(3)}, expected ${range[0]} to ${range[1]}`);
  }
  if (left.length === 0) print("All figures are in their ranges (bench/ranges.json).");
}

function printResult({ name, seconds, cpuSeconds, perSecond, unit, rssMb, yardsticks, note }: CaseResult): void {
  const text = (time: number) => `${time.toFixed(time < 0.1 ? 4 : 2)} s`;
  const cpu = cpuSeconds === undefined ? "" : text(cpuSeconds);
  const speed = `${Math.round(perSecond).toLocaleString("en")} ${unit}`;
  printRow([name, text(seconds), cpu, speed, `${rssMb} MB`, yardsticks.toFixed(3), note]);
}

function printRow(cells: readonly string[]): void {
  const widths = [48, 9, 9, 20, 8, 11, 0];
  const line = cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
  print(line.join("  ").trimEnd());
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function commit(): string {
  const git = (...args: readonly string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
