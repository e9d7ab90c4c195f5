/**
 * `npm run bench -- --check` and `--write-limits ROUNDS`: measures each row of the check, and holds it against
 * `bench/limits.json` or writes that file.
 *
 * A row is slower only if it is so three times in a row: on a busy machine one measurement may be anything.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Figures, isJudged, type Limits, limitsOf, verdictOf } from "./limits.ts";
import { PATH_ROWS } from "./paths.ts";
import { PROCESS_ROWS, processFigure } from "./processes.ts";

const FILE = fileURLToPath(new URL("../../../bench/limits.json", import.meta.url));
const PATHS = fileURLToPath(new URL("paths.js", import.meta.url));
const ATTEMPTS = 3;

type Print = (line: string) => void;
type Measure = () => number;

const ROWS: ReadonlyMap<string, Measure> = new Map([
  ...PROCESS_ROWS.map((row): [string, Measure] => [row.name, () => processFigure(row)]),
  ...PATH_ROWS.map((name): [string, Measure] => [name, () => apart(name)]),
]);

/** Each path has a process of its own. */
function apart(name: string): number {
  const flags = ["--expose-gc", "--max-semi-space-size=32"];
  return Number(execFileSync(process.execPath, [...flags, PATHS, name], { encoding: "utf8" }));
}

const release = `v${process.versions.node.split(".")[0]}`;

function readLimits(): Limits {
  const limits: Limits = JSON.parse(readFileSync(FILE, "utf8"));
  return limits;
}

/** Says of each row how it compares with its limit; returns whether none is slower. */
export function checkLimits(print: Print): boolean {
  const limits = readLimits()[release];
  if (limits === undefined) print(`bench/limits.json has nothing of Node ${release}: nothing is judged.`);
  const slower: string[] = [];
  for (const [name, measure] of ROWS) {
    const limit = limits?.[name];
    let figure = measure();
    let verdict = verdictOf(figure, limit);
    for (let attempt = 1; verdict === "slower" && attempt < ATTEMPTS; attempt++) {
      figure = Math.min(figure, measure());
      verdict = verdictOf(figure, limit);
    }
    if (verdict === "slower") slower.push(name);
    const before = limit === undefined ? "" : `, was ${limit.median} (${limit.least} to ${limit.largest})`;
    print(`${verdict.padEnd(10)}  ${name}: ${figure.toFixed(2)}${before}`);
  }
  print(slower.length === 0 ? "Nothing is slower than it was." : `SLOWER than bench/limits.json: ${slower.join("; ")}`);
  return slower.length === 0;
}

/** Measures all rows several times, and keeps what they were for this release of Node. */
export function writeLimits(rounds: number, print: Print): void {
  const measured: Figures[] = [];
  for (let round = 1; round <= rounds; round++) {
    const figures: [string, number][] = [];
    for (const [name, measure] of ROWS) figures.push([name, measure()]);
    measured.push(Object.fromEntries(figures));
    print(`round ${round}: ${figures.map(([, figure]) => figure.toPrecision(3)).join("  ")}`);
  }
  const limits = limitsOf(measured);
  for (const [name, limit] of Object.entries(limits)) {
    print(
      `${isJudged(limit) ? "judged    " : "not judged"}  ${name}: ${limit.median} (${limit.least} to ${limit.largest})`,
    );
  }
  const all = { ...readLimits(), [release]: limits };
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
