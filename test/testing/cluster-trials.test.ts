/** What checks draw for clusters comes to pass: nodes that are full, pods that are driven away, requests above a quota. */

import { expect, test } from "vitest";
import type { LogEntry } from "../../src/apiserver/log.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { FEATURES } from "../../src/testing/generate/features.ts";
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
