/** Runs one case in this process and prints what it measured as a line of JSON: `measure.ts NAME`. */

import { CASES } from "./cases.ts";
import type { CaseResult } from "./result.ts";

/** A fixed piece of work of the kind that a simulation does, to compare machines by: copies and map updates. */
function yardstickSeconds(): number {
  const from = performance.now();
  const objects = new Map<string, object>();
  for (let i = 0; i < 300_000; i++) {
    const name = `pod-${i % 50_000}`;
    objects.set(name, { ...objects.get(name), name, version: String(i), labels: { index: i }, phase: "Running" });
  }
  return (performance.now() - from) / 1000;
}

function measure(name: string): CaseResult {
  const found = CASES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no benchmark is called "${name}"`);
  for (let run = 0; run < found.warmUps; run++) found.run();
  yardstickSeconds();
  let best: CaseResult | undefined;
  for (let run = 0; run < found.runs; run++) {
    globalThis.gc?.();
    const from = performance.now();
    const measured: { units: number; note: string; seconds?: number } = found.run();
    const seconds = measured.seconds ?? (performance.now() - from) / 1000;
    if (best !== undefined && best.seconds <= seconds) continue;
    const { units, note } = measured;
    best = { name, unit: found.unit, units, seconds, perSecond: units / seconds, note, rssMb: 0, yardsticks: 0 };
  }
  if (best === undefined) throw new Error(`"${name}" has no runs`);
  const yardstick = Math.min(yardstickSeconds(), yardstickSeconds());
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { ...best, rssMb, yardsticks: best.seconds / yardstick };
}

process.stdout.write(`${JSON.stringify(measure(process.argv[2] ?? ""))}\n`);
