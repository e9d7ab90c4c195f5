import { describe, expect, test } from "vitest";
import { EventCorrelator, type ObservedEvent } from "../../src/apiserver/event-correlator.ts";

const event = (parts: Partial<ObservedEvent> = {}): ObservedEvent => ({
  objectUid: "a",
  type: "Normal",
  reason: "SuccessfulCreate",
  message: "m",
  ...parts,
});

/** What happens to this many Events with different messages. */
function postedCounts(correlator: EventCorrelator, messages: readonly string[], timeMs = 0) {
  return messages.map((message) => correlator.correlate(event({ message }), timeMs));
}

const different = (count: number) => Array.from({ length: count }, (_, i) => `m${i}`);

describe("the event correlator", () => {
  test("counts an Event that is observed again", () => {
    expect(postedCounts(new EventCorrelator(), ["m", "m", "other"])).toEqual([
      { message: "m", count: 1 },
      { message: "m", count: 2 },
      { message: "other", count: 1 },
    ]);
  });

  test("combines from the tenth different message on, even known ones", () => {
    expect(postedCounts(new EventCorrelator(), [...different(11), "m0"]).slice(8)).toEqual([
      { message: "m8", count: 1 },
      { message: "(combined from similar events): m9", count: 1 },
      { message: "(combined from similar events): m10", count: 2 },
      { message: "(combined from similar events): m0", count: 3 },
    ]);
  });

  test("still counts nine known messages", () => {
    expect(postedCounts(new EventCorrelator(), [...different(9), "m0"]).at(-1)).toEqual({ message: "m0", count: 2 });
  });

  test.each([
    [600_000, "(combined from similar events): late"],
    [600_001, "late"],
  ])("after a pause of %d ms posts %s", (pauseMs, message) => {
    const correlator = new EventCorrelator();
    postedCounts(correlator, different(10), 1_000_000);
    expect(correlator.correlate(event({ message: "late" }), 1_000_000 + pauseMs)?.message).toBe(message);
  });

  test("measures the pause from the latest Event, also of another message", () => {
    const correlator = new EventCorrelator();
    const counts = [0, 500_000, 1_000_000].map((timeMs) => correlator.correlate(event(), timeMs)?.count);
    expect(counts).toEqual([1, 2, 3]);
  });

  test("separates reasons and objects", () => {
    const correlator = new EventCorrelator();
    postedCounts(correlator, different(10));
    expect(correlator.correlate(event({ reason: "Other" }), 0)).toEqual({ message: "m", count: 1 });
    expect(correlator.correlate(event({ objectUid: "b" }), 0)).toEqual({ message: "m", count: 1 });
  });

  test("drops Events beyond 25, and has room for another every five minutes", () => {
    const correlator = new EventCorrelator();
    const posted = (timeMs: number, count: number) =>
      Array.from({ length: count }, () => correlator.correlate(event(), timeMs)).filter((post) => post !== undefined);
    expect(posted(1_000, 30)).toHaveLength(25);
    expect(posted(300_999, 2)).toHaveLength(0);
    expect(posted(301_000, 2)).toHaveLength(1);
    expect(posted(901_000, 5)).toHaveLength(2);
    expect(posted(1_000_000_000, 40)).toHaveLength(25);
  });

  test.each([
    ["perType", { message: "m", count: 1 }],
    ["perObject", undefined],
    [undefined, { message: "m", count: 1 }],
  ] as const)("with a budget of %s lets a Warning through after a burst of Normal ones or not", (budget, expected) => {
    const correlator = new EventCorrelator(budget);
    postedCounts(
      correlator,
      Array.from({ length: 25 }, () => "m"),
    );
    expect(correlator.correlate(event({ type: "Warning", reason: "Failed" }), 0)).toEqual(expected);
  });

  test.each(["Normal", "Warning"] as const)("forgets the %s Events of an object that is gone", (type) => {
    const correlator = new EventCorrelator();
    correlator.correlate(event({ type }), 0);
    correlator.forget("a");
    expect(correlator.correlate(event({ type }), 0)?.count).toBe(1);
  });

  test("remembers the 4,096 objects with the newest Events, as client-go does", () => {
    const correlator = new EventCorrelator();
    const countFor = (objectUid: string) => correlator.correlate(event({ objectUid }), 0)?.count;
    for (let number = 0; number < 4096; number++) countFor(`uid-${number}`);
    // With another Event, the first object is the newest: the second is dropped next.
    expect(countFor("uid-0")).toBe(2);
    expect(countFor("one more")).toBe(1);
    expect(countFor("uid-0")).toBe(3);
    expect(countFor("uid-1")).toBe(1);
  });
});
