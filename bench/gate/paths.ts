/** Paths of the engine in a warm process, as multiples of a yardstick with which they take turns. */

import { CASES } from "../cases/list.ts";
import { startStopwatch } from "../stopwatch.ts";
import { keepObjects } from "./yardstick.ts";

export const PATH_ROWS: readonly string[] = [
  "10,000 pods, all parallel",
  "small scenarios (1 Job, 5 pods, invariants on)",
];

/** Of the processor, for the warm-ups and for the turns of one path. */
const WARM_UP_SECONDS = 1.2;
const TURNS_SECONDS = 1.5;
/** Short runs are repeated until a turn is long enough for the clock of the processor. */
const TURN_SECONDS = 0.1;

const YARDSTICK_WRITES = 100_000;

function yardstickSeconds(): number {
  const stopwatch = startStopwatch();
  return keepObjects(YARDSTICK_WRITES) === 0 ? 0 : stopwatch().cpuSeconds;
}

/** The least processor time of the path in yardsticks. */
export async function pathFigure(name: string): Promise<number> {
  const found = CASES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no benchmark is called "${name}"`);
  const seconds = async () => {
    const stopwatch = startStopwatch();
    const { time } = await found.run();
    return (time ?? stopwatch()).cpuSeconds;
  };
  let longest = 0;
  for (let spent = 0; spent < WARM_UP_SECONDS; ) {
    const whole = startStopwatch();
    longest = await seconds();
    yardstickSeconds();
    spent += whole().cpuSeconds;
  }
  const runs = Math.max(1, Math.ceil(TURN_SECONDS / Math.max(longest, 0.001)));
  const [paths, yardsticks]: [number[], number[]] = [[], []];
  for (let spent = 0; spent < TURNS_SECONDS || paths.length < 3; ) {
    globalThis.gc?.();
    const whole = startStopwatch();
    yardsticks.push(yardstickSeconds());
    let sum = 0;
    for (let run = 0; run < runs; run++) sum += await seconds();
    paths.push(sum / runs);
    spent += whole().cpuSeconds;
  }
  return Math.min(...paths) / Math.min(...yardsticks);
}

const [name] = process.argv.slice(2);
if (name !== undefined && process.argv[1]?.endsWith("paths.js") === true) {
  process.stdout.write(`${await pathFigure(name)}\n`);
}
