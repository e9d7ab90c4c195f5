/** Who has to wait: keys that come back at once, expectations that are open. */

import { describe, expect, test } from "vitest";
import { Breather } from "../../src/controller/breather.ts";
import { Expectations } from "../../src/controller/expectations.ts";

describe("the breather", () => {
  /** Takes so many turns, `apartMs` from each other, and tells how long the last has to wait. */
  const lastDelay = (breather: Breather, turns: number, apartMs: number) => {
    let delayMs = 0;
    for (let turn = 0; turn < turns; turn++) delayMs = breather.delayMs("a", 1_000 + turn * apartMs);
    return delayMs;
  };
  test.each([
    ["a first turn is free", 1, 0, 0],
    ["500 turns at one instant are free", 500, 0, 0],
    ["the 501st waits for a round trip", 501, 0, 10],
    ["so it does where the turns are a round trip apart", 501, 10, 10],
    ["turns that are further apart are free", 2_000, 11, 0],
  ])("%s", (_case, turns, apartMs, expected) => {
    expect(lastDelay(new Breather(), turns, apartMs)).toBe(expected);
  });

  test("starts over after a pause, and keeps keys apart", () => {
    const breather = new Breather();
    lastDelay(breather, 501, 0);
    expect([breather.delayMs("b", 1_000), breather.delayMs("a", 1_000), breather.delayMs("a", 1_011)]).toEqual([
      0, 10, 0,
    ]);
    expect(breather.delayMs("a", 1_011)).toBe(0);
  });
});

describe("expectations", () => {
  function at(nowMs: number) {
    const clock = { nowMs };
    return { clock, expectations: new Expectations(() => clock.nowMs) };
  }

  test("are satisfied if nothing was ever expected, or was forgotten", () => {
    const { expectations } = at(0);
    expect(expectations.satisfied("a")).toBe(true);
    expectations.expectCreations("a", 1);
    expect([expectations.satisfied("a"), expectations.satisfied("b")]).toEqual([false, true]);
    expectations.forget("a");
    expect(expectations.satisfied("a")).toBe(true);
  });

  test.each<["expectCreations" | "expectDeletions", "creationObserved" | "deletionObserved", boolean]>([
    ["expectCreations", "creationObserved", true],
    ["expectDeletions", "deletionObserved", true],
    ["expectCreations", "deletionObserved", false],
    ["expectDeletions", "creationObserved", false],
  ])("after %s of two, two times %s: satisfied %s", (expecting, observed, satisfied) => {
    const { expectations } = at(0);
    expectations[expecting]("a", 2);
    expectations[observed]("a");
    expect(expectations.satisfied("a")).toBe(false);
    expectations[observed]("a");
    expect(expectations.satisfied("a")).toBe(satisfied);
  });

  test("of creations and deletions replace each other", () => {
    const { expectations } = at(0);
    expectations.expectCreations("a", 1);
    expectations.expectDeletions("a", 0);
    expect(expectations.satisfied("a")).toBe(true);
  });

  test("expire after five minutes, and not before", () => {
    const { clock, expectations } = at(60_000);
    expectations.expectDeletions("a", 1);
    clock.nowMs += 300_000;
    expect(expectations.satisfied("a")).toBe(false);
    clock.nowMs++;
    expect(expectations.satisfied("a")).toBe(true);
  });

  test("can be observed for keys without expectations", () => {
    const { expectations } = at(0);
    expectations.creationObserved("a");
    expectations.deletionObserved("a");
    expect(expectations.satisfied("a")).toBe(true);
  });
});
