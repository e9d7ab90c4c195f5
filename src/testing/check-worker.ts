/** One worker of a shared check. */

import { parentPort, workerData } from "node:worker_threads";
import { check } from "./check.ts";
import { choose } from "./choose.ts";
import type { WorkerReport, WorkerTask } from "./parallel-check.ts";

/** Runs between two reports of progress. */
const REPORT_EVERY = 100;

function tell(report: WorkerReport): void {
  parentPort?.postMessage(report);
}

function work({ only, stop, ...options }: WorkerTask): void {
  const choice = choose(only);
  if ("problem" in choice) throw new Error(choice.problem);
  const result = check({
    ...options,
    ...choice,
    shouldStop: (runs) => {
      if (runs % REPORT_EVERY === 0) tell({ kind: "progress", runs });
      return Atomics.load(stop, 0) === 1;
    },
  });
  tell({ kind: "result", result });
}

// Only `startSharedCheck` starts this file.
const task: WorkerTask = workerData;
work(task);
