/**
 * `npm run bench:growth`: plays n, 2n and 4n of something, each in a process of its own, and prints the processor time
 * and by how much it grew. What is proportional to the work doubles each time.
 *
 * `--only TEXT` takes rows by name.
 */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { always } from "../src/kubelet/behaviour/exit-choice.ts";
import type { PodRule } from "../src/kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../src/simulation/plan.ts";
import { Simulation } from "../src/simulation/simulation.ts";
import { indexedPlan, manyJobsPlan } from "./plans.ts";
import { startStopwatch } from "./stopwatch.ts";

interface Row {
  readonly name: string;
  readonly first: number;
  readonly plan: (count: number) => SimulationPlan;
}

const ROWS: readonly Row[] = [
  { name: "pods, all parallel", first: 10_000, plan: (pods) => indexedPlan({ pods }) },
  { name: "pods, 100 at once", first: 5_000, plan: (pods) => indexedPlan({ pods, parallelism: 100 }) },
  { name: "pods that fail once", first: 5_000, plan: (pods) => indexedPlan({ pods, failsOnce: true }) },
  { name: "indexes of which every second fails", first: 5_000, plan: everySecondFails },
  { name: "Jobs of 10 pods", first: 1_000, plan: (jobs) => manyJobsPlan({ jobs, pods: 10 }) },
  { name: "rules of one index each", first: 1_000, plan: ruleForEachIndex },
];

/** Both index lists of the status have a gap at each second index. */
function everySecondFails(pods: number): SimulationPlan {
  const plan = indexedPlan({ pods, parallelism: 100, failsOnce: true });
  const odd = Array.from({ length: Math.floor(pods / 2) }, (_, i) => ({ first: 2 * i + 1, last: 2 * i + 1 }));
  const fails: PodRule = { match: { index: odd }, traits: { exit: always(1) } };
  return { ...plan, pods: { default: plan.pods?.default ?? {}, rules: [fails] } };
}

function ruleForEachIndex(pods: number): SimulationPlan {
  const plan = indexedPlan({ pods });
  const rules = Array.from({ length: pods }, (_, index): PodRule => {
    return { match: { index: [{ first: index, last: index }] }, traits: { exit: always(0) } };
  });
  return { ...plan, pods: { default: plan.pods?.default ?? {}, rules } };
}

const { values, positionals } = parseArgs({
  options: { only: { type: "string", default: "" } },
  allowPositionals: true,
});
const [name, count] = positionals;
if (name !== undefined) {
  process.stdout.write(`${played(name, Number(count))}\n`);
} else {
  process.stdout.write("| what | n | n | 2n | 4n | growth |\n|---|---|---|---|---|---|\n");
  for (const row of ROWS) if (row.name.includes(values.only)) process.stdout.write(`${line(row)}\n`);
}

function played(wanted: string, units: number): number {
  const row = ROWS.find((candidate) => candidate.name === wanted);
  if (row === undefined) throw new Error(`no row is called "${wanted}"`);
  const plan = row.plan(units);
  const stopwatch = startStopwatch();
  new Simulation(plan, { record: "none" }).run();
  return stopwatch().cpuSeconds;
}

function line({ name: what, first }: Row): string {
  const times = [1, 2, 4].map((factor) => {
    const args = ["--max-semi-space-size=32", fileURLToPath(import.meta.url), what, String(first * factor)];
    const runs = [1, 2, 3].map(() => Number(execFileSync(process.execPath, args, { encoding: "utf8" })));
    return Math.min(...runs);
  });
  const growth = times.slice(1).map((time, i) => (time / (times[i] ?? time)).toFixed(1));
  const cells = [what, first.toLocaleString("en"), ...times.map((time) => `${time.toFixed(2)} s`), growth.join(", ")];
  return `| ${cells.join(" | ")} |`;
}
