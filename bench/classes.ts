/**
 * `npm run bench:classes`: places of the source that give objects hidden classes of their own, over and over.
 *
 * V8 tells of each new class (`--log-maps`). A transition "prototype" starts from a class outside the tree of classes,
 * as the copy `{ ...object, key }` of an object without the key does: whoever reads many such objects reads slowly.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simulate } from "../src/simulation/simulation.ts";
import { check } from "../src/testing/check.ts";
import { indexedPlan, manyJobsPlan } from "./plans.ts";

const RUNS = 200;
/** What comes up this often came with the runs, and not with loading the code. */
const OFTEN = RUNS / 4;

interface Place {
  readonly line: string;
  readonly column: string;
  readonly key: string;
}

if (process.argv[2] === "play") play();
else report();

function play(): void {
  check({ seed: 1, runs: RUNS });
  for (let run = 0; run < RUNS; run++) {
    simulate(indexedPlan({ pods: 10, failsOnce: true }));
    simulate(manyJobsPlan({ jobs: 3, pods: 2 }));
  }
}

function report(): void {
  const folder = mkdtempSync(join(tmpdir(), "classes-"));
  try {
    const log = join(folder, "v8.log");
    const flags = ["--log-maps", `--logfile=${log}`, "--no-logfile-per-isolate"];
    spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url), "play"], { stdio: "inherit" });
    const places = repeatedPlaces(readFileSync(log, "utf8"));
    for (const [place, times] of places) process.stdout.write(`${String(times).padStart(6)}  ${describe(place)}\n`);
    process.stdout.write(`${places.length} places make classes of their own in ${RUNS} runs\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The places of a log, and how often each made a class. */
function repeatedPlaces(log: string): [Place, number][] {
  const counts = new Map<string, number>();
  for (const row of log.split("\n")) {
    const [event, type, , , , , line, column, reason, key] = row.split(",");
    if (event !== "map" || type !== "Transition" || reason !== "prototype") continue;
    const place = `${line},${column},${key}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, times]) => times >= OFTEN)
    .sort(([, a], [, b]) => b - a)
    .map(([place, times]) => {
      const [line = "", column = "", key = ""] = place.split(",");
      return [{ line, column, key }, times];
    });
}

/** The log names no file: the ones whose line is about the key are named. */
function describe({ line, column, key }: Place): string {
  const root = fileURLToPath(new URL("../src", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const likely = files.filter((file) => {
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    return lines[Number(line) - 1]?.includes(key) === true;
  });
  return `${key} at line ${line}, column ${column} of ${likely.join(" or ") || "some compiled file"}`;
}
