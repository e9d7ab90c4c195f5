/** Measures one case in this process and prints the answer as a line of JSON: `measure.ts NAME [quick]`. */

import type { BenchCase, Measured, Time } from "./case.ts";
import { CASES } from "./cases/list.ts";
import type { CaseResult, MeasureAnswer } from "./result.ts";
import { startStopwatch } from "./stopwatch.ts";

/** Of a quick run. */
const QUICK = { warmUps: 1, runs: 2 };

/** A fixed piece of work of the kind that a simulation does, to compare machines by: copies and map updates. */
function yardstick(): Time {
  const stopwatch = startStopwatch();
  const objects = new Map<string, object>();
  for (let i = 0; i < 100_000; i++) {
    const name = `pod-${i % 20_000}`;
    objects.set(name, { ...objects.get(name), name, version: String(i), labels: { index: i }, phase: "Running" });
  }
  return stopwatch();
}

async function measure(name: string, quick: boolean): Promise<MeasureAnswer> {
  const found = CASES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no benchmark is called "${name}"`);
  const reason = found.absent?.();
  if (reason !== undefined) return { kind: "absent", reason };
  for (let left = Math.min(found.warmUps, quick ? QUICK.warmUps : Number.POSITIVE_INFINITY); left > 0; left--) {
    globalThis.gc?.();
    await found.run();
  }
  // Before and behind the runs, and the fastest counts, so that it is measured in the same weather as they are.
  const yardsticks = [yardstick(), yardstick(), yardstick()];
  const measured = await repeat(found, quick ? Math.min(found.runs, QUICK.runs) : found.runs);
  yardsticks.push(yardstick(), yardstick());
  const [first] = measured;
  if (first === undefined) throw new Error(`"${name}" has no runs`);
  const { units, note } = first;
  const least = leastOf(measured.map(({ time }) => time));
  const unit = leastOf(yardsticks);
  const result: CaseResult = {
    name,
    unit: found.unit,
    units,
    seconds: least.seconds,
    ...(found.elsewhere === true ? {} : { cpuSeconds: least.cpuSeconds }),
    perSecond: units / least.seconds,
    note,
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    yardsticks: found.elsewhere === true ? least.seconds / unit.seconds : least.cpuSeconds / unit.cpuSeconds,
  };
  return { kind: "result", result };
}

async function repeat({ run }: BenchCase, runs: number): Promise<(Measured & { readonly time: Time })[]> {
  const measured = [];
  for (let count = 0; count < runs; count++) {
    globalThis.gc?.();
    const stopwatch = startStopwatch();
    const one = await run();
    const whole = stopwatch();
    measured.push({ ...one, time: one.time ?? whole });
  }
  return measured;
}

/** The least by the wall and the least of the processor, perhaps of two different runs. */
function leastOf(times: readonly Time[]): Time {
  return {
    seconds: Math.min(...times.map(({ seconds }) => seconds)),
    cpuSeconds: Math.min(...times.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

const answer = await measure(process.argv[2] ?? "", process.argv[3] === "quick");
process.stdout.write(`${JSON.stringify(answer)}\n`);
