/** First lists from the past in trials: what they excuse, how they are written to files, and that they are drawn. */

import { expect, test } from "vitest";
import { silentFaults } from "../../src/report/html/fault-marks.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { CHECKED_FEATURES, formatReplay, parseReplay } from "../../src/testing/index.ts";
import { circumstancesOf } from "../../src/testing/invariants/circumstances.ts";
import { randomSource } from "../../src/testing/source.ts";
import { oneJob } from "./fixtures/one-job.ts";

const TRIAL: SimulationPlan = oneJob(
  {},
  { disturbances: [{ kind: "oldList", atMs: 10_000, resource: "pods", forMs: 5_000, behindMs: 2_000 }] },
);

test("views may be of the past until a process that starts last has caught up", () => {
  expect(circumstancesOf(TRIAL)).toMatchObject({
    outages: [{ fromMs: 8_000, toMs: 17_000 }],
    relists: [],
    staleLists: [{ fromMs: 10_000, toMs: 17_000 }],
  });
});

test("a file has them, and a page shows them", () => {
  const found = { invariant: "settled", timeMs: 1_000, entry: 0, message: "", numbers: {} };
  const text = formatReplay({
    seed: 1,
    violation: found,
    shrunk: TRIAL,
    controllers: [],
  });
  const parsed = parseReplay(text);
  if ("problems" in parsed) expect.fail(parsed.problems.join("\n"));
  expect(parsed.trial.disturbances).toEqual(TRIAL.disturbances);
  expect(silentFaults(parsed.trial)).toEqual([
    {
      kind: "fault",
      atMs: 10_000,
      untilMs: 15_000,
      text: "processes that start in the meantime get a list of pods that is 2000 ms old",
    },
  ]);
});

test("a check draws them", () => {
  const kinds = Array.from({ length: 300 }, (_, seed) =>
    drawTrial(randomSource(String(seed)), CHECKED_FEATURES).disturbances?.map(({ kind }) => kind),
  ).flat();
  expect(kinds).toEqual(expect.arrayContaining(["relist", "oldList", "lateWrites", "slowCalls"]));
});
