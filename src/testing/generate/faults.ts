/** Random faults around the controllers: slow watches, slow and failing calls. */

import type { Mutable } from "../../api/mutable.ts";
import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { PodQuota } from "../../simulation/faults/quotas.ts";
import type { Outage } from "../../simulation/outages.ts";
import type { ApiFault, ControllerManagerSettings } from "../../simulation/plan.ts";
import { between, chance, pick, type Source, several } from "../source.ts";
import type { Trial, TrialNodes } from "../trial.ts";
import type { FeatureSet } from "./features.ts";
import { drawDuration } from "./scripts.ts";

/** Faults stop after this much virtual time. */
const FAULTY_MS = 120_000;
const LAGS_MS = [100, 10, 1_000, 1_500, 3_000] as const;
const LATENCIES_MS = [10, 1, 100, 500] as const;

/**
 * Calls and the ways in which they can fail. A pod that is said not to exist would be a lie that nobody can survive.
 */
const FAILING_CALLS = [
  { verb: "update", resource: "jobs" },
  { verb: "create", resource: "pods" },
  { verb: "patch", resource: "pods" },
  { verb: "delete", resource: "pods" },
] as const;

/** The part of a trial that is about faults. */
export type Faults = Pick<
  Trial,
  "watchLagMs" | "apiLatencyMs" | "faults" | "disturbances" | "quotas" | "controllerManager" | "nodes"
>;

const ERRORS = ["internal", "conflict", "forbidden", "timeout"] as const;

function drawApiFault(source: Source): ApiFault {
  const fromMs = drawDuration(source, FAULTY_MS);
  const toMs = fromMs + 1 + drawDuration(source, 15_000);
  return { fromMs, toMs, ...pick(source, FAILING_CALLS), error: pick(source, ERRORS) };
}

function drawWatchFault(source: Source, kind: "stall" | "relist" | "repeat"): Disturbance {
  const forMs = 1 + drawDuration(source, 20_000);
  return { kind, atMs: drawDuration(source, FAULTY_MS), resource: pick(source, ["pods", "jobs"]), forMs };
}

function drawStaleRelist(source: Source): Disturbance {
  return {
    kind: "relist",
    atMs: drawDuration(source, FAULTY_MS),
    resource: pick(source, ["pods", "jobs"]),
    forMs: 1 + drawDuration(source, 5_000),
    behindMs: 1 + drawDuration(source, 10_000),
  };
}

function drawDelay(source: Source): Disturbance {
  return {
    kind: "late",
    atMs: drawDuration(source, FAULTY_MS),
    resource: pick(source, ["pods", "jobs"]),
    forMs: 1 + drawDuration(source, 30_000),
    byMs: 1 + drawDuration(source, 8_000),
  };
}

function drawOverlap(source: Source): Disturbance {
  return { kind: "overlap", atMs: drawDuration(source, FAULTY_MS), forMs: 1 + drawDuration(source, 15_000) };
}

function drawQuota(source: Source): PodQuota {
  const fromMs = drawDuration(source, FAULTY_MS);
  return { fromMs, toMs: fromMs + 1 + drawDuration(source, 40_000), pods: source.below(4) };
}

function drawNodes(source: Source): TrialNodes {
  const count = between(source, 1, 3);
  const outages = several(source, 0, 3, (): Outage => {
    const kind = pick<Outage["kind"]>(source, ["drain", "loss", "removal"]);
    const node = `node-${source.below(count)}`;
    return { atMs: drawDuration(source, FAULTY_MS), node, kind, downMs: 1_000 + drawDuration(source, 120_000) };
  });
  return { count, slots: between(source, 1, 4), outages };
}

function drawControllerManager(source: Source, features: FeatureSet): ControllerManagerSettings {
  const settings: Mutable<ControllerManagerSettings> = {};
  if (features.has("rateLimit")) {
    settings.kubeApi = { qps: pick(source, [20, 5, 1]), burst: between(source, 1, 30) };
    if (chance(source, 50)) settings.concurrentJobSyncs = 1;
  }
  if (features.has("podGc")) settings.terminatedPodThreshold = source.below(4);
  return settings;
}

function drawCrash(source: Source): Disturbance {
  const downMs = chance(source, 60) ? 0 : drawDuration(source, 10_000);
  return { kind: "crash", atMs: drawDuration(source, FAULTY_MS), afterWrites: source.below(8), downMs };
}

function drawLoss(source: Source): Disturbance {
  return { kind: "lostAnswers", atMs: drawDuration(source, FAULTY_MS), count: 1 + source.below(4) };
}

function drawDisturbances(source: Source, features: FeatureSet): Disturbance[] {
  const all: Disturbance[] = [];
  if (features.has("lostAnswers")) all.push(...several(source, 1, 4, drawLoss));
  if (features.has("crashPoints")) all.push(...several(source, 1, 5, drawCrash));
  if (features.has("stalls")) all.push(...several(source, 1, 2, () => drawWatchFault(source, "stall")));
  if (features.has("relists")) all.push(...several(source, 1, 2, () => drawWatchFault(source, "relist")));
  if (features.has("staleRelists")) all.push(...several(source, 1, 2, drawStaleRelist));
  if (features.has("repeats")) all.push(...several(source, 1, 2, () => drawWatchFault(source, "repeat")));
  if (features.has("lateWatches")) all.push(...several(source, 1, 2, drawDelay));
  if (features.has("overlaps")) all.push(...several(source, 1, 2, drawOverlap));
  return all;
}

/** What goes wrong in a trial. */
export function drawFaults(source: Source, features: FeatureSet): Faults {
  const disturbances = drawDisturbances(source, features);
  const jobs = chance(source, 60) ? pick(source, LAGS_MS) : 0;
  const pods = chance(source, 60) ? pick(source, LAGS_MS) : 0;
  const drawn: Mutable<Faults> = {};
  if (features.has("lag")) drawn.watchLagMs = { jobs, pods };
  if (features.has("latency")) drawn.apiLatencyMs = pick(source, LATENCIES_MS);
  if (features.has("apiErrors")) drawn.faults = several(source, 1, 4, drawApiFault);
  if (disturbances.length > 0) drawn.disturbances = disturbances;
  if (features.has("quotas")) drawn.quotas = several(source, 1, 2, drawQuota);
  if (features.has("rateLimit") || features.has("podGc")) {
    drawn.controllerManager = drawControllerManager(source, features);
  }
  if (features.has("nodes")) drawn.nodes = drawNodes(source);
  return drawn;
}
