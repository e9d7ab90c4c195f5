/** Worker threads: how many are started, and that what they play does not depend on them. */

import { expect, test } from "vitest";
import { openPool } from "../../../src/analysis/parallel/pool.ts";
import { workersThatPay } from "../../../src/analysis/parallel/workers-that-pay.ts";
import { smallWorld } from "../../../src/testing/index.ts";

test.each([
  { asked: 1, eventsLeft: 50_000_000, workers: 1, why: "no more than asked for" },
  { asked: 8, eventsLeft: 0, workers: 1, why: "nothing left" },
  { asked: 2, eventsLeft: 1_900_000, workers: 1, why: "two would have too little each" },
  { asked: 2, eventsLeft: 2_000_000, workers: 2, why: "enough for both" },
  { asked: 8, eventsLeft: 3_500_000, workers: 3, why: "enough for three of eight" },
])("of $asked workers for $eventsLeft events $workers are started: $why", ({ asked, eventsLeft, workers }) => {
  expect(workersThatPay(asked, eventsLeft)).toBe(workers);
});

test("a chunk comes out the same in this thread and in others", async () => {
  const plans = ["1", "2", "3"].map((seed) => ({ ...smallWorld({ jobs: 1, pods: 3, failing: 1 }), seed }));
  const played = await Promise.all(
    [1, 2].map(async (workers) => {
      const pool = await openPool(workers);
      const result = await pool.playChunk({ plans });
      await pool.close();
      return result;
    }),
  );
  expect(played[0]?.runs.map(({ makespanMs }) => typeof makespanMs)).toEqual(["number", "number", "number"]);
  expect(played[1]).toEqual(played[0]);
});
