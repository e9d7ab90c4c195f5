/** What is measured: each case runs in a process of its own, so that none warms up, or crowds out, another. */

import { EventLoop, Phase } from "../src/engine/event-loop.ts";
import { randomStream } from "../src/engine/random.ts";
import { type Simulation, simulate } from "../src/simulation/simulation.ts";
import { type BenchJob, indexedPlan } from "./plans.ts";

/** One run of a case: how many units of work it did in the measured time, and what else it can tell. */
export interface Measured {
  readonly units: number;
  readonly note: string;
}

export interface BenchCase {
  readonly name: string;
  /** What is counted: pods, syncs, events, scenarios. */
  readonly unit: string;
  /** Runs before measuring starts, so that the compiler has seen the code. */
  readonly warmUps: number;
  readonly runs: number;
  /** Left out of quick runs. */
  readonly slow?: boolean;
  readonly run: () => Measured;
}

function podLives(name: string, job: BenchJob, warmUps: number, runs: number, slow = false): BenchCase {
  const plan = indexedPlan(job);
  return { name, unit: "pods", warmUps, runs, slow, run: () => ({ units: job.pods, note: outcome(simulate(plan)) }) };
}

function outcome({ server, loop }: Simulation): string {
  const [job] = server.jobs.jobs;
  return `${job?.status.conditions?.at(-1)?.type ?? "no condition"} after ${loop.nowMs / 1000} s virtual`;
}

/** Syncs of a Job of `pods` running pods, one at a time: each is woken by a single pod that becomes ready. */
function syncsAt(pods: number): BenchCase {
  const syncs = 200;
  return {
    name: `syncs, ${pods} pods running`,
    unit: "syncs",
    warmUps: 1,
    runs: 3,
    slow: pods > 10_000,
    run: () => ({ units: syncs, note: `${syncs} syncs after the start`, ...timedSyncs(pods, syncs) }),
  };
}

/** Measures only the syncs, not the creation of the pods they look at. */
function timedSyncs(pods: number, syncs: number): { readonly seconds: number } {
  const plan = indexedPlan({ pods });
  const quietMs = 3_000_000;
  const simulation = simulate({
    ...plan,
    untilMs: quietMs,
    behavior: {
      scriptFor: ({ ordinal }) => ({
        scheduleMs: 37,
        startMs: 500,
        readyMs: ordinal < syncs ? quietMs + ordinal * 2_000 : 0,
        exitCode: 0,
        terminationMs: 1_000,
        terminationExitCode: 143,
      }),
    },
  });
  const from = performance.now();
  simulation.loop.run(quietMs + syncs * 2_000 + 10_000);
  return { seconds: (performance.now() - from) / 1000 };
}

/** The engine alone: every event that runs plans another, so that `pending` wait all the time. */
function bareEvents(pending: number, total: number): BenchCase {
  return {
    name: `bare events, ${pending} pending`,
    unit: "events",
    warmUps: 2,
    runs: 3,
    run: () => {
      const loop = new EventLoop();
      const random = randomStream("bench", "events");
      const stepper = {
        takeStep: () => loop.scheduleStep(loop.nowMs + 1 + Math.floor(random() * 100_000), Phase.world, stepper, 0),
      };
      for (let i = 0; i < pending; i++) loop.scheduleStep(Math.floor(random() * 100_000), Phase.world, stepper, 0);
      for (let i = 0; i < total; i++) loop.step();
      return { units: total, note: `clock at ${loop.nowMs} ms` };
    },
  };
}

function smallScenarios(count: number): BenchCase {
  const plan = indexedPlan({ pods: 5 });
  return {
    name: "small scenarios (1 Job, 5 pods)",
    unit: "scenarios",
    warmUps: 2,
    runs: 3,
    run: () => {
      let entries = 0;
      for (let i = 0; i < count; i++) entries += simulate(plan).log.length;
      return { units: count, note: `${entries} log entries` };
    },
  };
}

export const CASES: readonly BenchCase[] = [
  podLives("100 pods, all parallel", { pods: 100 }, 100, 20),
  podLives("1,000 pods, all parallel", { pods: 1_000 }, 20, 10),
  podLives("10,000 pods, all parallel", { pods: 10_000 }, 5, 5),
  podLives("10,000 pods, each fails once", { pods: 10_000, failsOnce: true }, 3, 3),
  podLives("100,000 pods, all parallel", { pods: 100_000 }, 1, 2, true),
  podLives("100,000 pods, parallelism 1,000", { pods: 100_000, parallelism: 1_000 }, 1, 2, true),
  syncsAt(100),
  syncsAt(1_000),
  syncsAt(10_000),
  syncsAt(100_000),
  bareEvents(100, 1_000_000),
  bareEvents(100_000, 2_000_000),
  smallScenarios(1_000),
];
