/**
 * `npm run bench:rooms`: where the time of a run of 10,000 pods goes, by room of the source, and the functions that
 * take most of it; each is charged for what it does itself and for what was compiled into it.
 */

import { Session } from "node:inspector/promises";
import { simulate } from "../src/simulation/simulation.ts";
import { indexedPlan } from "./plans.ts";

const RUNS = 20;
const WARM_UPS = 5;
const MOST_FUNCTIONS = 20;

const plan = indexedPlan({ pods: 10_000 });
for (let run = 0; run < WARM_UPS; run++) simulate(plan);
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 200 });
await session.post("Profiler.start");
for (let run = 0; run < RUNS; run++) simulate(plan);
const { profile } = await session.post("Profiler.stop");

const rooms = new Map<string, number>();
const functions = new Map<string, number>();
for (const { callFrame, hitCount = 0 } of profile.nodes) {
  const { url, functionName, lineNumber } = callFrame;
  const [, room, file = ""] = /\/src\/([^/]+)\/(.+)$/.exec(url) ?? [];
  const native = functionName.startsWith("(") ? functionName : url === "" ? "built-in functions of V8" : "libraries";
  add(rooms, room ?? native, hitCount);
  add(
    functions,
    room === undefined ? `${functionName} ${native}` : `${functionName} ${room}/${file}:${lineNumber + 1}`,
    hitCount,
  );
}
const total = [...rooms.values()].reduce((sum, hits) => sum + hits, 0);
print("room", rooms, Number.POSITIVE_INFINITY);
process.stdout.write("\n");
print("function (compiled file)", functions, MOST_FUNCTIONS);

function add(counts: Map<string, number>, name: string, hits: number): void {
  counts.set(name, (counts.get(name) ?? 0) + hits);
}

function print(title: string, counts: ReadonlyMap<string, number>, most: number): void {
  process.stdout.write(`| ${title} | share |\n|---|---|\n`);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, most);
  for (const [name, hits] of sorted) {
    if (hits / total >= 0.005) process.stdout.write(`| ${name} | ${((100 * hits) / total).toFixed(1)} % |\n`);
  }
}
