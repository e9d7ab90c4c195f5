/** What checks draw for clusters comes to pass: full nodes, pods that are driven away, requests above a quota. */

import { expect, test } from "vitest";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { CHECKED_FEATURES, FEATURES, type Feature } from "../../src/testing/generate/features.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { randomSource } from "../../src/testing/source.ts";

const TRIALS = 250;
const HAPPENINGS: Readonly<Record<string, (entry: LogEntry) => boolean>> = {
  "full nodes": (entry) => entry.kind === "event" && entry.reason === "FailedScheduling",
  preemption: (entry) => entry.kind === "event" && entry.reason === "Preempted",
  "requests above a quota": (entry) =>
    entry.kind === "request" && entry.error?.message.includes("requests.cpu=1") === true,
};

test("trials have full nodes, preemption and requests above a quota", () => {
  const seen = new Map<string, number>();
  for (let seed = 0; seed < TRIALS; seed++) {
    const plan = drawTrial(randomSource(String(seed)), FEATURES);
    if (plan.cluster === undefined && plan.resourceQuotas === undefined) continue;
    const { log } = simulate({ ...plan, untilMs: 600_000 });
    for (const [what, is] of Object.entries(HAPPENINGS))
      if (log.entries.some(is)) seen.set(what, (seen.get(what) ?? 0) + 1);
  }
  for (const what of Object.keys(HAPPENINGS)) expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
});

const isPreemption = (entry: LogEntry) => entry.kind === "event" && entry.reason === "Preempted";

test("pods are driven away in a fair share of the trials with too little room, and some have work to go on with", () => {
  const only: readonly Feature[] = ["crowds", "indexed", "failures"];
  const crowded = Array.from({ length: 60 }, (_none, seed) => drawTrial(randomSource(String(seed)), only)).filter(
    ({ priorityClasses }) => priorityClasses !== undefined,
  );
  const preempting = crowded.filter((plan) => simulate({ ...plan, untilMs: 600_000 }).log.entries.some(isPreemption));
  expect(preempting.length / crowded.length).toBeGreaterThan(0.2);
  const working = crowded.filter(({ pods }) => pods?.default.work !== undefined).length;
  expect(working).toBeGreaterThan(0);
  expect(working).toBeLessThan(crowded.length);
});

test("a trial with enough room is the same as if no trial had too little", () => {
  const others = CHECKED_FEATURES.filter((feature) => feature !== "crowds");
  const same = Array.from({ length: 60 }, (_none, seed) => {
    const [all, without] = [CHECKED_FEATURES, others].map((of) => drawTrial(randomSource(String(seed)), of));
    return JSON.stringify(all) === JSON.stringify(without);
  });
  expect(same.filter((is) => !is).length).toBeLessThan(same.length / 5);
  expect(same).toContain(false);
});
