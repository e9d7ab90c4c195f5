/** Syncs of a Job of many running pods, one at a time: each is woken by a single pod that becomes ready. */

import { fixed } from "../../src/engine/distribution.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import type { BenchCase, Time } from "../case.ts";
import { indexedPlan } from "../plans.ts";
import { startStopwatch } from "../stopwatch.ts";

const SYNCS = 200;
const QUIET_MS = 3_000_000;

export function syncsAt(pods: number): BenchCase {
  return {
    name: `syncs, ${pods.toLocaleString("en")} pods running`,
    unit: "syncs",
    warmUps: 1,
    runs: 3,
    slow: true,
    run: () => ({ units: SYNCS, note: `${SYNCS} syncs after the start`, time: timedSyncs(pods) }),
  };
}

/** Measures only the syncs, not the creation of the pods they look at. */
function timedSyncs(pods: number): Time {
  const simulation = simulate({
    ...indexedPlan({ pods }),
    untilMs: QUIET_MS,
    pods: {
      default: { schedule: fixed(37), start: fixed(463), run: "forever" },
      rules: Array.from({ length: SYNCS }, (_, ordinal) => ({
        match: { ordinal: [{ first: ordinal, last: ordinal }] },
        traits: { ready: fixed(QUIET_MS + ordinal * 2_000) },
      })),
    },
  });
  const stopwatch = startStopwatch();
  simulation.loop.run(QUIET_MS + SYNCS * 2_000 + 10_000);
  return stopwatch();
}
