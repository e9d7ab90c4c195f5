/** What a worker of a shared check does: its runs, and reports of its progress. */

import { parentPort } from "node:worker_threads";
import { type CheckResult, checkAsync, type OwnOptions } from "./check.ts";
import { choose } from "./choose.ts";
import { Pulse, type SharedPulse, withPulse } from "./pulse.ts";

/** What a worker is given; names instead of objects, because it lives in another thread. */
export interface WorkerTask {
  readonly seed: number;
  readonly runs: number;
  readonly stride: number;
  readonly only: readonly string[];
  readonly twice: boolean;
  readonly strict?: true;
  readonly countsRules: boolean;
  readonly maxFailures: number;
  /** Set to 1, it ends the work. */
  readonly stop: Int32Array;
  /** Whoever watches this worker. */
  readonly pulse?: SharedPulse | undefined;
}

/** What a worker reports: its progress, and in the end what it found. */
export type WorkerReport =
  | { readonly kind: "progress"; readonly runs: number }
  | { readonly kind: "result"; readonly result: CheckResult };

/** Runs between two reports of progress. */
const REPORT_EVERY = 100;

/** Does the task of this worker. */
export async function workOn(
  { only, stop, pulse: shared, ...options }: WorkerTask,
  own: OwnOptions = {},
): Promise<void> {
  const choice = choose(only, own);
  if ("problem" in choice) throw new Error(choice.problem);
  const pulse = shared === undefined ? undefined : new Pulse(shared);
  const result = await checkAsync({
    ...options,
    ...own,
    ...choice,
    ...(pulse === undefined ? {} : { controllers: withPulse(own.controllers, pulse) }),
    isPart: true,
    shouldStop: (runs) => {
      pulse?.play(options.seed + runs * options.stride);
      if (runs % REPORT_EVERY === 0) tell({ kind: "progress", runs });
      return Atomics.load(stop, 0) === 1;
    },
  });
  pulse?.rest();
  tell({ kind: "result", result });
}

function tell(report: WorkerReport): void {
  parentPort?.postMessage(report);
}
