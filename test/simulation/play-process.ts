/** Plays a single process in a run that holds nothing else. */

import type { Process } from "../../src/controller/process.ts";
import type { StartControllers } from "../../src/simulation/controllers/controllers.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";

export const EMPTY: SimulationPlan = {
  epochMs: Date.UTC(2026, 0, 1),
  seed: "kinds",
  actions: [],
};

/** A controller of one process, which runs once when it starts. */
export function once(name: string, process: () => Process<void>): StartControllers {
  return (host) => {
    host.connect(name).run(process(), () => {});
    return { stop: () => {} };
  };
}

/** Plays a process, and returns what it found. */
export function play<R>(
  process: () => Process<R>,
  plan: Partial<SimulationPlan> = {},
): { found: R; run: ReturnType<typeof simulate> } {
  const found: R[] = [];
  function* keeping(): Process<void> {
    found.push(yield* process());
  }
  const run = simulate({ ...EMPTY, ...plan }, { controllers: once("tester", keeping) });
  const [result] = found;
  if (result === undefined) throw new Error("the process did not end");
  return { found: result, run };
}

/** The object that a call ends with, where it must not be refused. */
export function* stored<T>(
  call: Process<{ ok: true; object: T } | { ok: false; error: { message: string } }>,
): Process<T> {
  const answer = yield* call;
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.object;
}
