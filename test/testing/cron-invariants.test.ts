import { describe, expect, test } from "vitest";
import { check } from "../../src/testing/index.ts";

describe("the CronJob controller keeps the invariants of CronJobs", () => {
  test.each([
    ["alone", ["cronJobs", "failures"]],
    ["whose processes die and calls fail", ["cronJobs", "restarts", "crashes", "apiErrors"]],
    ["whose watches lag and answers are lost", ["cronJobs", "lag", "latency", "lostAnswers"]],
  ] as const)("%s", (_name, features) => {
    expect(check({ seed: 1, runs: 60, features, shrinkRuns: 0 }).failures).toEqual([]);
  });
});
