/** A thread that plays parts of a search, one after the other, as they are asked for. */

import { parentPort, workerData } from "node:worker_threads";
import type { Explored } from "../../testing/explore/progress.ts";
import { ScheduleSearch } from "../../testing/explore/schedule-search.ts";
import { playAsync } from "../../testing/playing.ts";
import { Pulse, type SharedPulse } from "../../testing/pulse.ts";
import type { ExploreFlags } from "./flags.ts";
import { planSearch } from "./plan-search.ts";

/** What a thread reports: that it can begin, and then what each part showed. */
export type SearchReport =
  | { readonly kind: "ready" }
  | { readonly kind: "part"; readonly at: number; readonly explored: Explored };

/** What a thread is given. */
export interface ExploreTask {
  readonly flags: ExploreFlags;
  /** Whoever watches it. */
  readonly pulse: SharedPulse | undefined;
}

// Only `searchShared` starts this file.
const task: ExploreTask = workerData;
const pulse = task.pulse === undefined ? undefined : new Pulse(task.pulse);
const { world, options } = await planSearch(task.flags, pulse);
const search = new ScheduleSearch(world, options);
await playAsync(search.begin());
parentPort?.on("message", (at: number) => {
  pulse?.play(at);
  playAsync(search.part(at)).then((explored) => {
    pulse?.rest();
    tell({ kind: "part", at, explored });
  }, fail);
});
tell({ kind: "ready" });

function tell(report: SearchReport): void {
  parentPort?.postMessage(report);
}

/** An exception of a promise ends the thread with it, so that the command shows it. */
function fail(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
