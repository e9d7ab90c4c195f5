/** A check that several workers share: worker `w` of `n` takes every n-th run. */

import { startThread } from "../analysis/parallel/thread.ts";
import { othersHadTheirTurn } from "../simulation/controllers/turns.ts";
import { type CheckResult, checkAsync, type OwnOptions } from "./check.ts";
import { choose } from "./choose.ts";
import { addCounts, type Counts } from "./effects.ts";
import { type Failure, notCome } from "./failure.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { addTallies, type Tally } from "./invariants/tally.ts";
import { Pulse, withPulse } from "./pulse.ts";
import { neverCame } from "./situations.ts";
import type { WorkerReport, WorkerTask } from "./worker-task.ts";

/** What a check has that not every worker knows. */
export interface OwnCheck {
  readonly options: OwnOptions;
  /** The script of its workers; it makes the same options from the data. */
  readonly worker: URL;
  readonly data: object;
}

export interface SharedCheck {
  readonly task: Omit<WorkerTask, "stride" | "stop" | "pulse">;
  readonly workers: number;
  readonly own?: OwnCheck | undefined;
  /** For the pulses of this thread and of the workers, if somebody watches them. */
  readonly pulses?: SharedArrayBuffer | undefined;
  /** Called with the total number of runs done. */
  readonly onProgress: (runs: number) => void;
}

/** A check in progress. */
export interface RunningCheck {
  readonly result: Promise<CheckResult>;
  /** Ends it after the runs in progress. */
  readonly stop: () => void;
}

/** Runs that a check without workers makes between two looks at the outside world. */
const SLICE = 25;

/** Starts the workers; a check that is not shared runs in this thread. */
export function startSharedCheck(shared: SharedCheck): RunningCheck {
  return shared.workers === 1 ? checkHere(shared) : checkInWorkers(shared);
}

function checkHere({ task, own, pulses: memory, onProgress }: SharedCheck): RunningCheck {
  let stopped = false;
  const pulse = memory === undefined ? undefined : new Pulse({ memory, thread: 0 });
  const work = async () => {
    const choice = choose(task.only, own?.options);
    if ("problem" in choice) throw new Error(choice.problem);
    const results: CheckResult[] = [];
    for (let done = 0; done < task.runs && !stopped; done += SLICE) {
      const runs = Math.min(SLICE, task.runs - done);
      const result = await checkAsync({
        ...task,
        ...own?.options,
        ...choice,
        ...(pulse === undefined ? {} : { controllers: withPulse(own?.options.controllers, pulse) }),
        seed: task.seed + done,
        runs,
        isPart: true,
        shouldStop: (before) => {
          pulse?.play(task.seed + done + before);
          return false;
        },
      });
      results.push(result);
      onProgress(done + result.runs);
      if (result.failures.length >= task.maxFailures) break;
      await othersHadTheirTurn();
    }
    pulse?.rest();
    return merge(results, task.seed, choice.invariants);
  };
  return {
    result: work(),
    stop: () => {
      stopped = true;
    },
  };
}

function checkInWorkers({ task, workers, own, pulses: memory, onProgress }: SharedCheck): RunningCheck {
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const done = new Array<number>(workers).fill(0);
  const results = done.map((_, at) => {
    const runs = Math.ceil((task.runs - at) / workers);
    const onRuns = (count: number) => {
      done[at] = count;
      onProgress(done.reduce((sum, runsOfOne) => sum + runsOfOne, 0));
    };
    const pulse = memory === undefined ? undefined : { memory, thread: at + 1 };
    return runWorker({ ...task, seed: task.seed + at, runs, stride: workers, stop, pulse }, own, onRuns);
  });
  const halt = () => {
    Atomics.store(stop, 0, 1);
  };
  for (const result of results) result.then(({ failures }) => (failures.length > 0 ? halt() : undefined), halt);
  const choice = choose(task.only, own?.options);
  const invariants = "problem" in choice ? [] : choice.invariants;
  return { result: Promise.all(results).then((all) => merge(all, task.seed, invariants)), stop: halt };
}

function runWorker(task: WorkerTask, own: OwnCheck | undefined, onRuns: (runs: number) => void): Promise<CheckResult> {
  const name = import.meta.url.endsWith(".ts") ? "./check-worker.ts" : "./check-worker.js";
  return new Promise((resolve, reject) => {
    const script = own?.worker ?? new URL(name, import.meta.url);
    const worker = startThread(script, { ...task, ...own?.data });
    worker.on("message", (report: WorkerReport) => {
      if (report.kind === "progress") onRuns(report.runs);
      else resolve(report.result);
    });
    worker.on("error", reject);
  });
}

/** The results of all workers as one; failures in the order of their seeds. */
function merge(results: readonly CheckResult[], seed: number, invariants: readonly Invariant[]): CheckResult {
  const tallies = new Map<string, Tally>();
  for (const result of results) addTallies(tallies, result.tallies);
  const sumOf = (read: (result: CheckResult) => Counts) => {
    const sum = new Map<string, number>();
    for (const result of results) addCounts(sum, read(result));
    return sum;
  };
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  const failures: Failure[] = results.flatMap((result) => result.failures).sort((a, b) => a.seed - b.seed);
  if (failures.length === 0) {
    failures.push(...neverCame(invariants, runs, tallies).map((violation) => notCome(seed, violation)));
  }
  return {
    runs,
    entries: results.reduce((sum, { entries }) => sum + entries, 0),
    failures,
    known: sumOf(({ known }) => known),
    tallies,
    faults: sumOf(({ faults }) => faults),
    effects: sumOf(({ effects }) => effects),
    rules: sumOf(({ rules }) => rules),
  };
}
