import { expect, test } from "vitest";
import type { RunMeasures } from "../../../src/analysis/measures.ts";
import { parsePart, partHead, partLine } from "../../../src/analysis/sweep/part-file.ts";
import type { SweepSpec } from "../../../src/analysis/sweep/spec.ts";

const SPEC: SweepSpec = { file: "job.yaml", text: "a: 1\n", flags: {}, cells: [[]], seeds: 3, firstSeed: 1 };
const BARE: RunMeasures = { success: true, makespanMs: 5, retries: 0, pods: 1, podSeconds: 2, wastedPodSeconds: 0 };
const SCHEDULE = { scheduledRuns: 9, failedRuns: 1, skippedRuns: 2, missedRuns: 0, replacedRuns: 0, lateByMs: 100 };

test.each<[string, RunMeasures]>([
  ["without optional numbers", BARE],
  ["with the cost of nodes", { ...BARE, cost: 1.5 }],
  ["with schedules, whose nodes have no price", { ...BARE, ...SCHEDULE }],
  ["with both", { ...BARE, cost: 0, ...SCHEDULE }],
])("a run %s is read back as it was written", (_title, run) => {
  const done = { cell: 0, runs: [2], measures: [run] };
  const file = partHead(SPEC, { index: 1, count: 1 }) + partLine(done);
  expect(parsePart("part.jsonl", file).done).toEqual([done]);
});
