/** All cases, in the order of the table. */

import type { BenchCase } from "../case.ts";
import { cluster, preemption } from "./clusters.ts";
import { bareEvents, simpyEvents } from "./events.ts";
import { faultScenarios, smallScenarios, sweep } from "./many-runs.ts";
import { pacedRequests } from "./paced-requests.ts";
import { manyJobs, podLives } from "./pod-lives.ts";
import { requestsBeside } from "./requests.ts";
import { everyFiveMinutes, everyFiveMinutesQuiet } from "./schedules.ts";
import { startOfHelp, startOfNode } from "./start.ts";
import { copyingStore } from "./stores.ts";
import { syncsAt } from "./syncs.ts";

/** Runs of seconds need no more: the compiler is done early in each. */
const ONCE = { warmUps: 1, runs: 3, slow: true } as const;

// Warm-ups until the compiler is done, and runs enough that one of them has the machine for itself.
export const CASES: readonly BenchCase[] = [
  podLives("100 pods, all parallel", { pods: 100 }, { warmUps: 500, runs: 50 }),
  podLives("1,000 pods, all parallel", { pods: 1_000 }, { warmUps: 60, runs: 20 }),
  podLives("10,000 pods, all parallel", { pods: 10_000 }, { warmUps: 15, runs: 30 }),
  podLives("100,000 pods, all parallel", { pods: 100_000 }, { warmUps: 2, runs: 8, slow: true }),
  podLives(
    "100,000 pods, parallelism 1,000",
    { pods: 100_000, parallelism: 1_000 },
    { warmUps: 2, runs: 8, slow: true },
  ),
  podLives("10,000 pods, each fails once", { pods: 10_000, failsOnce: true }, { warmUps: 10, runs: 20 }),
  podLives("10,000 pods with init containers and a side-car", { pods: 10_000, full: true }, { warmUps: 10, runs: 20 }),
  manyJobs("10,000 Jobs of 10 pods, no limits", 10_000, "no limits"),
  manyJobs("10,000 Jobs of 10 pods, 20 requests a second", 10_000, "default limits"),
  cluster("100,000 pods of three classes on 5,000 nodes", { pods: 100_000, nodes: 5_000, room: 16 }, ONCE),
  cluster("10,000 pods waiting for the room of 200 nodes", { pods: 10_000, nodes: 200, room: 4 }, ONCE),
  preemption("300 pods that drive 300 others off 50 nodes", 300, 50, ONCE),
  everyFiveMinutes("a CronJob every 5 minutes for 10 days", 10),
  everyFiveMinutesQuiet("a CronJob every 5 minutes for a year", 365),
  syncsAt(100),
  syncsAt(10_000),
  syncsAt(100_000),
  bareEvents(100, 1_000_000),
  bareEvents(100_000, 2_000_000),
  simpyEvents(100_000, 200_000),
  copyingStore(2_000),
  smallScenarios(500),
  faultScenarios(2_000),
  sweep(1, 10_000),
  sweep(2, 10_000),
  requestsBeside(0, 5_000),
  requestsBeside(2_000, 5_000),
  pacedRequests(0, 1_000),
  pacedRequests(2_000, 1_000),
  startOfNode(),
  startOfHelp(),
];
