/** Time inside reconciles: virtual timers, which a process loses when it ends. */

import { setTimeout as realTimer } from "node:timers/promises";
import { expect, test } from "vitest";
import { digestOf } from "../../src/simulation/digest.ts";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { type ControllerDefinition, controller, type ReconcileTools } from "../../src/testing/index.ts";

type Work = (tools: ReconcileTools, note: (what: string) => void) => Promise<undefined>;

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
const CREATE: TimedAction = {
  atMs: 0,
  op: "createJob",
  manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a", namespace: "default" }, spec: { template } },
};

/** Plays a controller that works once in each process; returns what it noted, with the time. */
async function play(work: Work, plan: Partial<SimulationPlan> = {}): Promise<{ noted: string[]; digest: string }> {
  const noted: string[] = [];
  const definition: ControllerDefinition = {
    name: "sleeper",
    watches: { jobs: () => ["key"] },
    start: (tools) => {
      let isDone = false;
      return async () => {
        if (isDone) return undefined;
        isDone = true;
        return work(tools, (what) => noted.push(`${tools.clock.instantMs() - EPOCH_MS} ${what}`));
      };
    },
  };
  const { actions = [], ...rest } = plan;
  const world = new Simulation(
    { epochMs: EPOCH_MS, seed: "clock", actions: [CREATE, ...actions], untilMs: 60_000, ...rest },
    { controllers: controller(definition) },
  );
  await world.runAsync();
  return { noted, digest: digestOf(world.log.entries) };
}

/** Notes a beginning, sleeps for ten seconds, notes an end. */
const sleepTen: Work = async ({ clock, api }, note) => {
  note("begins");
  await clock.sleep(10_000);
  await api.listJobs("default");
  note("ends");
};

test("a reconcile sleeps for as much virtual time as it says, the same on every run", async () => {
  const first = await play(sleepTen);
  expect(first.noted).toEqual(["0 begins", "10000 ends"]);
  expect((await play(sleepTen)).digest).toBe(first.digest);
});

const END: readonly { readonly how: string; readonly plan: Partial<SimulationPlan>; readonly noted: string[] }[] = [
  {
    how: "dies",
    plan: { actions: [{ atMs: 4_000, op: "restartController", downMs: 1_000, crash: true }] },
    noted: ["0 begins", "5000 begins", "15000 ends"],
  },
  {
    how: "is stopped, and does not wait for its timers",
    plan: { actions: [{ atMs: 4_000, op: "restartController", downMs: 1_000 }] },
    noted: ["0 begins", "5000 begins", "15000 ends"],
  },
  {
    how: "has lost its lease, and works on until it notices",
    plan: { disturbances: [{ kind: "overlap", atMs: 4_000, forMs: 20_000 }] },
    noted: ["0 begins", "4000 begins", "10000 ends", "14000 ends"],
  },
];

test.each(END)("a process that $how keeps its timers to its end, and no longer", async ({ plan, noted }) => {
  expect((await play(sleepTen, plan)).noted).toEqual(noted);
});

test("a process that is stopped makes all calls of a reconcile before the next one starts", async () => {
  const threeCalls: Work = async ({ api }, note) => {
    for (let call = 1; call <= 3; call++) {
      await api.patchJob("default", "a", { metadata: { annotations: { call: String(call) } } });
      note(`call ${call}`);
    }
  };
  const restart: TimedAction = { atMs: 1_500, op: "restartController", downMs: 0 };
  const { noted } = await play(threeCalls, { actions: [restart], apiLatencyMs: 1_000 });
  expect(noted).toEqual(["1000 call 1", "2000 call 2", "3000 call 3", "4000 call 1", "5000 call 2", "6000 call 3"]);
});

test("a timer fires once, unless it was cancelled", async () => {
  const { noted } = await play(async ({ clock }, note) => {
    clock.after(2_000, () => note("fires"));
    const cancelled = clock.after(1_000, () => note("was cancelled"));
    clock.after(500, () => cancelled.cancel());
  });
  expect(noted).toEqual(["2000 fires"]);
});

test("a timer whose function fails ends the run with its mistake", async () => {
  const failing: Work = async ({ clock }) => {
    clock.after(1_000, async () => {
      throw new TypeError("a mistake in a timer");
    });
  };
  await expect(play(failing)).rejects.toThrow("a mistake in a timer");
});

test("a timer that would never fire is refused", async () => {
  await expect(play(({ clock }) => clock.sleep(Number.NaN).then(() => undefined))).rejects.toThrow("never fires");
});

test.each([0, 1, 50])("a timer of the runtime of %d ms is an error that names clock.sleep", async (ms) => {
  const real: Work = async () => {
    const timer = realTimer(ms);
    // On a slow machine it would be due before the run goes on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    await timer;
  };
  await expect(play(real)).rejects.toThrow(/setTimeout: .*clock\.sleep/);
});
