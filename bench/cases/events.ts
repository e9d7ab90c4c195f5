/** The engine alone, ours and a peer's: every event that runs plans another, so that `pending` wait all the time. */

import { execFileSync } from "node:child_process";
import { EventLoop, Phase, type Stepper } from "../../src/engine/event-loop.ts";
import { randomStream } from "../../src/engine/random.ts";
import type { BenchCase, Time } from "../case.ts";
import { startStopwatch } from "../stopwatch.ts";

/** Delays are drawn from 1 ms to this. */
const LONGEST_MS = 100_000;

export function bareEvents(pending: number, total: number): BenchCase {
  return {
    name: `bare events, ${pending.toLocaleString("en")} pending`,
    unit: "events",
    warmUps: 2,
    runs: 5,
    run: () => {
      const loop = new EventLoop();
      const planner = new Planner(loop);
      for (let i = 0; i < pending; i++) planner.takeStep();
      const stopwatch = startStopwatch();
      for (let i = 0; i < total; i++) loop.step();
      return { units: total, note: `clock at ${loop.nowMs} ms`, time: stopwatch() };
    },
  };
}

/** Each of its steps plans another. A class, as its code is not thrown away with the first object. */
class Planner implements Stepper {
  readonly #loop: EventLoop;
  readonly #random = randomStream("bench", "events");

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  takeStep(): void {
    const delayMs = 1 + Math.floor(this.#random() * LONGEST_MS);
    this.#loop.scheduleStep(this.#loop.nowMs + delayMs, Phase.world, this, 0);
  }
}

/** The same events in SimPy, where Python has it (Debian: `apt-get install python3-simpy`). */
export function simpyEvents(pending: number, total: number): BenchCase {
  return {
    name: `SimPy: bare events, ${pending.toLocaleString("en")} pending`,
    unit: "events",
    warmUps: 0,
    runs: 2,
    absent: () => (pythonWithSimpy() === undefined ? "no Python here has SimPy" : undefined),
    run: () => {
      const script = new URL("../../../bench/peers/simpy_events.py", import.meta.url).pathname;
      const args = [script, String(pending), String(total), String(LONGEST_MS)];
      const told: unknown = JSON.parse(execFileSync(pythonWithSimpy() ?? "", args, { encoding: "utf8" }));
      const { version, ...time } = readAnswer(told);
      return { units: total, note: version, time };
    },
  };
}

function readAnswer(told: unknown): Time & { readonly version: string } {
  if (typeof told === "object" && told !== null && "seconds" in told && "cpuSeconds" in told && "version" in told) {
    return { seconds: Number(told.seconds), cpuSeconds: Number(told.cpuSeconds), version: String(told.version) };
  }
  throw new Error(`simpy_events.py answered ${JSON.stringify(told)}`);
}

/** The first Python that can import SimPy: that of the path, or the system's own. */
function pythonWithSimpy(): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => {
    try {
      execFileSync(python, ["-c", "try:\n import simpy\nexcept ImportError:\n import SimPy"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}
