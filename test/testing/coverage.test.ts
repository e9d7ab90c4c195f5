/** What a check says of itself: how often invariants were armed, what faults did, and what never came. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check, INVARIANTS, type Invariant, sometimes } from "../../src/testing/index.ts";
import { jobsim } from "../cli/helpers.ts";
import { oneJob } from "./fixtures/one-job.ts";

test("each invariant is armed within a few hundred runs", () => {
  const { tallies, faults, effects, rules, known } = check({ seed: 1, runs: 300, shrinkRuns: 0, countsRules: true });
  const unarmed = INVARIANTS.filter(({ id }) => (tallies.get(id)?.armed ?? 0) === 0);
  expect(unarmed.map(({ id }) => id)).toEqual([]);
  expect([...faults.keys()]).toEqual(expect.arrayContaining(["lag", "latency", "stall", "crash", "lostAnswers"]));
  expect([...effects.keys()]).toEqual(expect.arrayContaining(["processes ended", "answers lost", "calls failed"]));
  expect(rules.get("pods-created")).toBeGreaterThan(0);
  expect(known.size).toBeGreaterThan(0);
  const docs = readFileSync("docs/testing-controllers.md", "utf8");
  for (const id of known.keys()) expect(docs).toContain(`\n| \`${id}\` | `);
});

const ofNothing: Invariant = {
  id: "of-nothing",
  sentence: "What is never there is as it should be.",
  source: "this test",
  watch: () => ({}),
};

test("an invariant whose situation never comes is not armed", () => {
  const { tallies, failures } = check({ runs: 5, invariants: [ofNothing] });
  expect(failures).toEqual([]);
  expect(tallies.get("of-nothing")).toEqual({ runs: 0, armed: 0, excused: 0, broken: 0 });
});

const failsOnce = sometimes("a pod fails", () => ({
  pod({ object }, _record, report) {
    if (object.status.phase === "Failed") report.armed();
  },
}));

test("a situation that must come is a failure if it never does, and none if it does", () => {
  const pods = { exitCode: 1 };
  const adapt = (exits: object) => () => oneJob({ backoffLimit: 0 }, { pods: exits });
  const calm = check({ runs: 3, invariants: [failsOnce], adapt: adapt({}) });
  expect(calm.failures.map(({ kind, violation }) => [kind, violation.message])).toEqual([
    ["never", "in 3 runs it never came: a pod fails"],
  ]);
  expect(check({ runs: 3, invariants: [failsOnce], adapt: adapt(pods) }).failures).toEqual([]);
});

test("of many invariants that were never armed the command names the first, and all with --verbose", async () => {
  const calm = ["check", "--runs", "1", "--workers", "1", "--only", "indexed"];
  const { out } = await jobsim(calm);
  const [, first = "", more = ""] = /; never: (.*) and (\d+) more \(--verbose\)\n/.exec(out) ?? [];
  expect(first.split(", ")).toHaveLength(4);
  const all = /; never: (.*)\n/.exec((await jobsim([...calm, "--verbose"])).out)?.[1]?.split(", ") ?? [];
  expect(all.slice(0, 4)).toEqual(first.split(", "));
  expect(all).toHaveLength(4 + Number(more));
});

test("the command sums it up in two lines, and has all of it as JSON", async () => {
  const { code, out } = await jobsim(["check", "--runs", "40", "--workers", "1"]);
  expect(code).toBe(0);
  expect(out).toMatch(/\narmed: \d+ of \d+ invariants, \d+ times \(\d+ excused\)/);
  expect(out).toMatch(/\nfaults: .*answers lost/);
  const whole = await jobsim(["check", "--runs", "40", "--workers", "1", "-o", "json"]);
  const { invariants, runs } = JSON.parse(whole.out);
  expect(runs).toBe(40);
  expect(invariants).toHaveLength(INVARIANTS.length);
  expect(invariants[0]).toMatchObject({ id: "counted-once", broken: 0, held: invariants[0].armed });
});
