import { describe, expect, test } from "vitest";
import { EventPoster } from "../../src/controller/event-poster.ts";
import { TokenBucket } from "../../src/controller/token-bucket.ts";
import { EventLoop } from "../../src/engine/event-loop.ts";

describe("the token bucket", () => {
  test("lets a burst through at once and the rest at the rate", () => {
    const bucket = new TokenBucket({ qps: 20, burst: 3 });
    expect([1, 2, 3, 4, 5].map(() => bucket.reserve(0))).toEqual([0, 0, 0, 50, 100]);
  });

  test("keeps the line: a later request waits behind those that wait already", () => {
    const bucket = new TokenBucket({ qps: 10, burst: 1 });
    expect([bucket.reserve(0), bucket.reserve(0), bucket.reserve(50)]).toEqual([0, 100, 200]);
  });

  test("fills up again while nothing is sent, to the burst and no further", () => {
    const bucket = new TokenBucket({ qps: 10, burst: 2 });
    bucket.reserve(0);
    bucket.reserve(0);
    expect([1, 2, 3].map(() => bucket.reserve(60_000))).toEqual([60_000, 60_000, 60_100]);
  });

  test("does not drift if the rate is not a whole number of milliseconds", () => {
    const bucket = new TokenBucket({ qps: 3, burst: 1 });
    const last = Array.from({ length: 3_001 }, () => bucket.reserve(0)).at(-1);
    expect(last).toBe(1_000_000);
  });
});

describe("the poster of Events", () => {
  const poster = (qps: number) => {
    const loop = new EventLoop();
    const bucket = new TokenBucket({ qps, burst: 1 });
    return { loop, bucket, events: new EventPoster(loop, bucket, 0) };
  };

  test("posts Events one at a time, after the waiting requests", () => {
    const { loop, bucket, events } = poster(10);
    const posted: number[] = [];
    for (let i = 0; i < 2; i++) events.add(() => () => posted.push(loop.nowMs));
    bucket.reserve(0);
    bucket.reserve(0);
    loop.run(10_000);
    expect(posted).toEqual([200, 300]);
  });

  test("spends no token on an Event that is dropped", () => {
    const { loop, bucket, events } = poster(10);
    events.add(() => undefined);
    loop.run(0);
    expect(bucket.reserve(0)).toBe(0);
  });

  test("drops Events while a thousand are queued", () => {
    const { loop, events } = poster(1000);
    let posted = 0;
    for (let i = 0; i < 1_500; i++) events.add(() => () => posted++);
    loop.run(10_000);
    expect(posted).toBe(1_000);
  });

  test("posts the next Event after a pause in which its queue was empty", () => {
    const { loop, events } = poster(10);
    const posted: number[] = [];
    events.add(() => () => posted.push(loop.nowMs));
    loop.run(5_000);
    events.add(() => () => posted.push(loop.nowMs));
    loop.run(10_000);
    expect(posted).toEqual([0, 5_000]);
  });

  test("waits for an answer before it posts the next Event", () => {
    const loop = new EventLoop();
    const events = new EventPoster(loop, new TokenBucket({ qps: 1_000, burst: 10 }), 40);
    const posted: number[] = [];
    for (let i = 0; i < 3; i++) events.add(() => () => posted.push(loop.nowMs));
    loop.run(1_000);
    expect(posted).toEqual([40, 80, 120]);
  });

  test("can queue as many again as it has posted", () => {
    const { loop, events } = poster(1_000);
    let posted = 0;
    const add = (count: number) => {
      for (let i = 0; i < count; i++) events.add(() => () => posted++);
    };
    add(1_000);
    loop.run(399);
    add(600);
    loop.run(10_000);
    expect(posted).toBe(1_000 + 401);
  });
});
