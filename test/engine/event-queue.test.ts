import fc from "fast-check";
import { expect, test } from "vitest";
import { EventLoop, Phase } from "../../src/engine/event-loop.ts";

interface Planned {
  readonly atMs: number;
  readonly phase: Phase;
  readonly id: number;
}

/** The event loop as plainly as it can be said: a list that is sorted, stably, whenever something is taken from it. */
class SortedList {
  nowMs = 0;
  readonly #waiting: Planned[] = [];

  get pending(): number {
    return this.#waiting.length;
  }

  plan(atMs: number, phase: Phase, id: number): void {
    this.#waiting.push({ atMs: Math.max(atMs, this.nowMs), phase, id });
  }

  peek(): number | undefined {
    this.#waiting.sort((a, b) => a.atMs - b.atMs || a.phase - b.phase);
    return this.#waiting[0]?.atMs;
  }

  /** Takes the first event; returns its number. */
  step(): number | undefined {
    this.nowMs = this.peek() ?? this.nowMs;
    return this.#waiting.shift()?.id;
  }
}

/** The event loop and the plain list, given the same events. */
class Both {
  readonly loop = new EventLoop();
  readonly list = new SortedList();
  /** What the loop ran: number and instant. */
  readonly ran: { readonly id: number; readonly atMs: number }[] = [];
  readonly expected: { readonly id: number | undefined; readonly atMs: number }[] = [];
  #lastId = 0;

  /** Plans an event, and when that runs as many more as `delaysMs` says, each behind the other. */
  plan(phase: Phase, [delayMs = 0, ...delaysMs]: readonly number[]): void {
    const id = ++this.#lastId;
    this.list.plan(this.list.nowMs + delayMs, phase, id);
    this.loop.schedule(this.loop.nowMs + delayMs, phase, () => {
      this.ran.push({ id, atMs: this.loop.nowMs });
      this.expected.push({ id: this.list.step(), atMs: this.list.nowMs });
      if (delaysMs.length > 0) this.plan(phase, delaysMs);
    });
  }

  step(): void {
    const waits = this.list.pending > 0;
    expect(this.loop.step()).toBe(waits);
  }

  run(forMs: number): void {
    const untilMs = this.loop.nowMs + forMs;
    this.loop.run(untilMs);
    expect(this.list.peek() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(untilMs);
    this.list.nowMs = untilMs;
  }
}

// Delays on both sides of every power of the queue's buckets (an instant has eight keys), and very long ones.
const delayMs = fc.oneof(
  fc.nat(3),
  fc.nat(1_000),
  fc.nat(200_000),
  fc.nat(2 ** 31 - 1),
  fc.tuple(fc.constantFrom(7, 17, 27, 37, 44), fc.integer({ min: -2, max: 2 })).map(([power, by]) => 2 ** power + by),
);

const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("plan" as const),
      phase: fc.constantFrom(...Object.values(Phase)),
      delaysMs: fc.array(delayMs, { minLength: 1, maxLength: 4 }),
      times: fc.integer({ min: 1, max: 20 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("step" as const), times: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("run" as const), forMs: delayMs }) },
);

test("runs what a sorted list runs, near and far, with looks ahead, stops between events, and events for now", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const both = new Both();
      for (const each of commands) {
        if (each.kind === "run") both.run(each.forMs);
        else
          for (let i = 0; i < each.times; i++)
            each.kind === "step" ? both.step() : both.plan(each.phase, each.delaysMs);
        expect([both.loop.peek(), both.loop.pending, both.loop.nowMs]).toEqual([
          both.list.peek(),
          both.list.pending,
          both.list.nowMs,
        ]);
      }
      both.run(2 ** 49);
      expect(both.ran).toEqual(both.expected);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("runs side by side know nothing of each other's events", () => {
  const ran: string[] = [];
  const loops = Array.from({ length: 40 }, () => new EventLoop());
  for (const atMs of [3, 2_000, 5_000_000]) {
    for (const [at, loop] of loops.entries())
      loop.schedule(atMs + at, Phase.world, () => ran.push(`${at} ${loop.nowMs}`));
  }
  for (const [at, loop] of loops.entries()) {
    loop.run(10_000_000);
    expect(ran.splice(0)).toEqual([`${at} ${3 + at}`, `${at} ${2_000 + at}`, `${at} ${5_000_000 + at}`]);
  }
});
