import { describe, expect, test } from "vitest";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { check, type Invariant, runTrial } from "../../src/testing/index.ts";
import { randomSource } from "../../src/testing/source.ts";

describe("the CronJob controller keeps the invariants of CronJobs", () => {
  test.each([
    ["alone", ["cronJobs", "failures"]],
    ["whose processes die and calls fail", ["cronJobs", "restarts", "crashes", "apiErrors"]],
    ["whose watches lag and answers are lost", ["cronJobs", "lag", "latency", "lostAnswers"]],
  ] as const)("%s", (_name, features) => {
    expect(check({ seed: 1, runs: 60, features, shrinkRuns: 0 }).failures).toEqual([]);
  });
});

test("an invariant that waits for a kind sees its first commit and all entries from there on", () => {
  const seen: LogEntry[] = [];
  const waiting: Invariant = {
    id: "waiting",
    sentence: "",
    source: "",
    watch: () => ({
      entriesAfter: "cronjobs",
      entry: (entry) => {
        seen.push(entry);
      },
    }),
  };
  const trial = drawTrial(randomSource("2"), ["cronJobs", "failures", "secondJob"]);
  const { entries } = runTrial(trial, { invariants: [waiting], record: true });
  const first = entries.findIndex(
    (entry) => entry.kind === "commit" && entry.resource === "objects" && entry.of === "cronjobs",
  );
  expect(first).toBeGreaterThan(0);
  expect(seen).toEqual(entries.slice(first));
});
