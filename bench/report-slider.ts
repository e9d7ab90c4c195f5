/**
 * `npm run bench:report`: how long a move of the slider takes in Chromium, in a report of 5,000 pods and on a page of
 * two such runs. Fails from 50 ms for each run on.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { playVariants } from "../src/analysis/compare/compare.ts";
import { collectReport } from "../src/report/html/collect.ts";
import { comparisonPage } from "../src/report/html/comparison-page.ts";
import { reportPage } from "../src/report/html/page.ts";
import { parseFlags } from "../src/scenario/flags.ts";
import { loadScenario } from "../src/scenario/load.ts";
import { CHROMIUM } from "../test/report/html/browser.ts";

const MAX_MS = 50;
const SCENARIO = `apiVersion: jobsim.dev/v1
kind: Scenario
seed: 3
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: wide }
      spec:
        completionMode: Indexed
        completions: 4900
        parallelism: 400
        backoffLimitPerIndex: 5
        template: { spec: { restartPolicy: Never, containers: [{ name: main, image: worker }] } }
pods: { default: { start: 2s, run: { lognormal: { median: 90s, p95: 5m } }, exit: { 0: 98%, 1: 2% } } }
`;
/** Moves through the whole run, each with the layout that follows; returns sorted milliseconds. */
const MOVES = `(() => {
  const report = window.jobsimReport ?? window.jobsimComparison;
  const max = Number(document.getElementById("slider").max);
  return Array.from({ length: 200 }, (_, i) => {
    const before = performance.now();
    report.moveTo(max * ((i * 37) % 200) / 200);
    document.body.getBoundingClientRect();
    return performance.now() - before;
  }).sort((a, b) => a - b);
})()`;

if (CHROMIUM === undefined) process.stdout.write("left out: no Chromium here\n");
else await measure(CHROMIUM);

async function measure(executablePath: string): Promise<void> {
  const load = (...set: readonly string[]) =>
    loadScenario({ text: SCENARIO, file: "wide.yaml", readFile: () => "", flags: parseFlags({ set }) });
  const variants = [
    { name: "as it is", loaded: load() },
    { name: "wider", loaded: load("spec.parallelism=500") },
  ];
  const [first, second] = playVariants(variants, "3");
  if (first === undefined || second === undefined) throw new Error("two variants give two runs");
  const { decisions } = first;
  const data = collectReport(first.simulation, { title: "5,000 pods", decisions });
  const pods = (data.jobs[0]?.pods.length ?? 0).toLocaleString("en");
  const folder = mkdtempSync(join(tmpdir(), "jobsim-bench-"));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  for (const [name, html, runs] of [
    [`slider, ${pods} pods`, reportPage(data), 1],
    [`slider of two runs, ${pods} pods in the first`, comparisonPage(first, second), 2],
  ] as const) {
    const file = join(folder, "report.html");
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    const times = await page.evaluate<readonly number[]>(MOVES);
    const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
    const text = [0.5, 0.95, 1].map((share) => `p${share * 100} ${at(share).toFixed(1)} ms`).join(", ");
    process.stdout.write(`${name}, 200 moves: ${text}\n`);
    if (at(0.95) > MAX_MS * runs) process.exitCode = 1;
  }
  await browser.close();
  rmSync(folder, { recursive: true });
}
