/** Imports a recording, and finds the fraction of a second that objects do not keep. */

import { loadScenarioValue } from "../../scenario/load-value.ts";
import { EPOCH_MS } from "../../simulation/plan.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { playUntil } from "../longest-run.ts";
import { recordingOf } from "./from-simulation.ts";
import type { ClusterRecording } from "./recording.ts";
import { type ReplayDistance, replayDistance } from "./replay-distance.ts";
import { type ImportedScenario, type ImportOptions, toScenario } from "./to-scenario.ts";

/**
 * Where in its second a Job may have been created. Times of objects are cut to whole seconds, and whether the
 * controller acts before or after a back-off ends within one of them depends on the fraction: the closest replay
 * decides.
 */
const PHASES_MS = [0, 1, 125, 250, 375, 500, 625, 750, 875, 999];
/** Large recordings are not played that often. */
const MANY_PODS = 2_000;
/** A replay that continues for this long after its last event is cut. */
const LONGEST_REPLAY_MS = 30 * 86_400_000;

/** An imported scenario, and how far its replay is from the recording. */
export interface ImportResult extends ImportedScenario {
  readonly distance: ReplayDistance;
}

/**
 * Makes a scenario of a recording, and compares its replay with what was recorded.
 *
 * @param recording with at least one Job
 * @throws InputError if the recorded objects make no valid scenario
 * @example
 * const { scenario, distance } = importRecording(recording, { name: "recorded", scrub: "values", exact: true });
 */
export function importRecording(recording: ClusterRecording, options: Omit<ImportOptions, "phaseMs">): ImportResult {
  const pods = recording.jobs.reduce((sum, job) => sum + job.pods.length, 0);
  const phases = options.exact && pods <= MANY_PODS ? PHASES_MS : PHASES_MS.slice(0, 1);
  let best: ImportResult | undefined;
  for (const phaseMs of phases) {
    const tried = attempt(recording, { ...options, phaseMs });
    if (best === undefined || score(tried) < score(best)) best = tried;
    if (score(best) === 0) break;
  }
  return best ?? attempt(recording, { ...options, phaseMs: 0 });
}

function attempt(recording: ClusterRecording, options: ImportOptions): ImportResult {
  const imported = toScenario(recording, options);
  const { plan } = loadScenarioValue(imported.scenario, "the imported scenario");
  const simulation = new Simulation(plan);
  playUntil(simulation, plan.untilMs ?? LONGEST_REPLAY_MS, "the imported scenario");
  const { names, startMs } = imported;
  const distance = replayDistance(recording, recordingOf(simulation), names, startMs, EPOCH_MS);
  return { ...imported, distance };
}

/** 0 if the replay equals the recording; a missing transition weighs an hour. */
function score({ distance: { transitions, unmatched, statuses } }: ImportResult): number {
  const gapsMs = transitions.reduce(
    (sum, { recordedMs, replayedMs }) =>
      recordedMs === undefined || replayedMs === undefined ? sum : sum + Math.abs(recordedMs - replayedMs),
    0,
  );
  return gapsMs + unmatched * 3_600_000 + (statuses.recorded - statuses.same);
}
