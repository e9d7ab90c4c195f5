/** The clock of a simulation behind HTTP, with a wall clock that the test controls. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LiveWorld } from "../../src/http/live/live-world.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { manifest } from "./session.ts";

let wallMs: number;
let world: LiveWorld;
beforeEach(() => {
  wallMs = 0;
  const actions = [{ atMs: 0, op: "createJob", manifest: manifest("a") } as const];
  const simulation = new Simulation({ epochMs: EPOCH_MS, seed: "1", actions });
  world = new LiveWorld(simulation, { speed: 60, paused: false, wallMs: () => wallMs });
});
afterEach(() => world.stop());

function podPhases(): unknown[] {
  return [...world.server.pods.pods].map(({ status }) => status.phase);
}

describe("the virtual clock", () => {
  test("runs as fast as the wall clock, times the speed", () => {
    wallMs = 100;
    expect(world.nowMs() - EPOCH_MS).toBe(6_000);
    expect(podPhases()).toEqual(["Running"]);
    wallMs = 1_000;
    world.catchUp();
    expect(podPhases()).toEqual(["Succeeded"]);
    expect(world.state).toMatchObject({ timeMs: 60_000, speed: 60, paused: false });
  });

  test("stands still while it is paused, and continues from there", () => {
    world.pause();
    wallMs = 5_000;
    expect(world.nowMs()).toBe(EPOCH_MS);
    world.resume(2);
    wallMs = 6_000;
    expect(world.nowMs() - EPOCH_MS).toBe(2_000);
  });

  test("can be advanced by a duration, and to the next event", () => {
    world.pause();
    world.advance(500);
    expect(world.state).toMatchObject({ timeMs: 500, nextEventMs: 1_000 });
    expect(world.advanceToNextEvent()).toBe(true);
    expect(podPhases()).toEqual(["Running"]);
    world.advance(3_600_000);
    expect(world.advanceToNextEvent()).toBe(false);
  });

  test("gives each write a separate millisecond, even while it is paused", () => {
    world.pause();
    const instants = [1, 2, 3].map(() => world.write(() => world.state.timeMs));
    expect(instants).toEqual([1, 2, 3]);
    world.advance(996);
    // At 1000 the pod starts: the write waits for the next free millisecond.
    expect(world.write(() => world.state.timeMs)).toBe(1_001);
  });
});
