import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLoop, Phase } from "../../src/engine/event-loop.ts";

describe("the event loop", () => {
  test("runs events by time, then phase, then the order in which they were planned", () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    loop.schedule(20, Phase.world, () => seen.push("20 world"));
    loop.schedule(10, Phase.control, () => seen.push("10 control"));
    loop.schedule(10, Phase.world, () => seen.push("10 world, first"));
    loop.schedule(10, Phase.world, () => seen.push("10 world, second"));
    loop.schedule(10, Phase.deliver, () => seen.push("10 deliver"));
    loop.run(100);
    expect(seen).toEqual(["10 world, first", "10 world, second", "10 deliver", "10 control", "20 world"]);
  });

  test("leaves the clock at the instant it was run to, and what is later for the next run", () => {
    const loop = new EventLoop();
    let ran = false;
    loop.schedule(500, Phase.world, () => {
      ran = true;
    });
    loop.run(499);
    expect([loop.nowMs, ran, loop.peek(), loop.pending]).toEqual([499, false, 500, 1]);
    loop.run(500);
    expect([loop.nowMs, ran, loop.peek(), loop.pending]).toEqual([500, true, undefined, 0]);
  });

  test("takes an event for an instant that has passed as one for now", () => {
    const loop = new EventLoop();
    loop.run(1_000);
    const seen: number[] = [];
    loop.schedule(3, Phase.world, () => seen.push(loop.nowMs));
    loop.run(2_000);
    expect(seen).toEqual([1_000]);
  });

  test("hands a stepper the step that was planned", () => {
    const loop = new EventLoop();
    const steps: number[] = [];
    const stepper = { takeStep: (step: number) => steps.push(step) };
    loop.scheduleStep(2, Phase.world, stepper, 7);
    loop.scheduleStep(1, Phase.world, stepper, 3);
    loop.run(2);
    expect(steps).toEqual([3, 7]);
    expect(loop.executed).toBe(2);
  });

  test("orders any events as a stable sort by time and phase does, also those planned while it runs", () => {
    const event = fc.record({
      atMs: fc.nat(50),
      phase: fc.constantFrom(...Object.values(Phase)),
      thenAfterMs: fc.option(fc.nat(20), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const loop = new EventLoop();
        const ran: { readonly key: number; readonly sequence: number }[] = [];
        let sequence = 0;
        const plan = (atMs: number, phase: Phase, thenAfterMs: number | undefined): void => {
          const mine = sequence++;
          loop.schedule(atMs, phase, () => {
            ran.push({ key: loop.nowMs * 8 + phase, sequence: mine });
            if (thenAfterMs !== undefined) plan(loop.nowMs + 1 + thenAfterMs, phase, undefined);
          });
        };
        for (const { atMs, phase, thenAfterMs } of events) plan(atMs, phase, thenAfterMs);
        loop.run(1_000);
        const sorted = [...ran].sort((a, b) => a.key - b.key || a.sequence - b.sequence);
        expect(ran).toEqual(sorted);
        expect(ran.length).toBe(sequence);
      }),
      { seed: 1 },
    );
  });
});
