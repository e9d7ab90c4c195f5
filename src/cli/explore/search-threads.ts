/** Threads that help with a search: each asks for a part, plays it, and asks for the next one. */

import type { Worker } from "node:worker_threads";
import { startThread } from "../../analysis/parallel/thread.ts";
import type { Explored } from "../../testing/explore/progress.ts";
import type { SharedPulse } from "../../testing/pulse.ts";
import type { ExploreTask, SearchReport } from "./explore-worker.ts";
import type { ExploreFlags } from "./flags.ts";

export interface Help {
  readonly threads: number;
  /** Where they get parts from, and bring what these showed. */
  readonly parts: {
    /** The number of the next part; `undefined` if there is none left. */
    readonly take: () => number | undefined;
    readonly give: (at: number, explored: Explored) => void;
  };
  /** Their pulses, if somebody watches them. */
  readonly pulses?: readonly SharedPulse[] | undefined;
  /** Ends them at once, whatever they play. */
  readonly stop: AbortSignal;
}

/** Starts threads, and waits until there is no part left for them. */
export async function helpWith(flags: ExploreFlags, help: Help): Promise<void> {
  const workers = Array.from({ length: help.threads }, (_, at) => startHelper(flags, help.pulses?.[at]));
  const end = () => Promise.all(workers.map((worker) => worker.terminate()));
  help.stop.addEventListener("abort", end);
  try {
    await Promise.all(workers.map((worker) => useThread(worker, help.parts)));
  } finally {
    help.stop.removeEventListener("abort", end);
    await end();
  }
}

function startHelper(flags: ExploreFlags, pulse: SharedPulse | undefined): Worker {
  const name = import.meta.url.endsWith(".ts") ? "./explore-worker.ts" : "./explore-worker.js";
  const task: ExploreTask = { flags, pulse };
  return startThread(new URL(name, import.meta.url), task);
}

/** Ends when there is no part left, or with the thread. */
function useThread(worker: Worker, { take, give }: Help["parts"]): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve());
    worker.on("message", (report: SearchReport) => {
      if (report.kind === "part") give(report.at, report.explored);
      const next = take();
      if (next === undefined) resolve();
      else worker.postMessage(next);
    });
  });
}
