/** Random faults around the controllers: slow watches, slow and failing calls. */

import type { Mutable } from "../../api/mutable.ts";
import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { PodQuota } from "../../simulation/faults/quotas.ts";
import type { NodeOutage } from "../../simulation/nodes/node-outage.ts";
import type { ApiFault, ControllerManagerSettings, SimulationPlan } from "../../simulation/plan.ts";
import { between, chance, pick, type Source, several } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

const LAGS_MS = [100, 10, 1_000, 1_500, 3_000] as const;
const LATENCIES_MS = [10, 1, 100, 500] as const;

/**
 * Calls and the ways in which they can fail. A false "pod not found" would be a lie that no controller can survive.
 */
const FAILING_CALLS = [
  { verb: "update", resource: "jobs" },
  { verb: "create", resource: "pods" },
  { verb: "patch", resource: "pods" },
  { verb: "delete", resource: "pods" },
] as const;

/** The part of a trial that is about faults. */
export type Faults = Pick<
  SimulationPlan,
  | "watchLagMs"
  | "apiLatencyMs"
  | "faults"
  | "disturbances"
  | "quotas"
  | "resourceQuotas"
  | "limitRanges"
  | "controllerManager"
  | "cluster"
>;

const READS = ["get", "list"] as const;
const READ_RESOURCES = ["jobs", "pods"] as const;
/** A read cannot conflict, and nothing that exists is reported as missing. */
const READ_ERRORS = ["internal", "forbidden", "timeout"] as const;

const ERRORS = ["internal", "conflict", "forbidden", "timeout"] as const;

function drawApiFault(source: Source, { faultyMs }: Scale): ApiFault {
  const fromMs = drawDuration(source, faultyMs);
  const toMs = fromMs + 1 + drawDuration(source, 15_000);
  return { fromMs, toMs, ...pick(source, FAILING_CALLS), error: pick(source, ERRORS) };
}

function drawWatchFault(source: Source, { faultyMs }: Scale, kind: "stall" | "relist" | "repeat"): Disturbance {
  const forMs = 1 + drawDuration(source, 20_000);
  return { kind, atMs: drawDuration(source, faultyMs), resource: pick(source, ["pods", "jobs"]), forMs };
}

function drawStaleRelist(source: Source, { faultyMs }: Scale): Disturbance {
  return {
    kind: "relist",
    atMs: drawDuration(source, faultyMs),
    resource: pick(source, ["pods", "jobs"]),
    forMs: 1 + drawDuration(source, 5_000),
    behindMs: 1 + drawDuration(source, 10_000),
  };
}

function drawDelay(source: Source, { faultyMs }: Scale): Disturbance {
  return {
    kind: "late",
    atMs: drawDuration(source, faultyMs),
    resource: pick(source, ["pods", "jobs"]),
    forMs: 1 + drawDuration(source, 30_000),
    byMs: 1 + drawDuration(source, 8_000),
  };
}

function drawOverlap(source: Source, { faultyMs }: Scale): Disturbance {
  return { kind: "overlap", atMs: drawDuration(source, faultyMs), forMs: 1 + drawDuration(source, 15_000) };
}

function drawQuota(source: Source, { faultyMs }: Scale): PodQuota {
  const fromMs = drawDuration(source, faultyMs);
  return { fromMs, toMs: fromMs + 1 + drawDuration(source, 40_000), pods: source.below(4) };
}

/** A limit on what pods request in total, by their default requests. */
function drawRequests(source: Source, { faultyMs }: Scale): Pick<Faults, "resourceQuotas" | "limitRanges"> {
  const fromMs = drawDuration(source, faultyMs);
  const toMs = fromMs + 1 + drawDuration(source, 40_000);
  const hard = { "requests.cpu": String(source.below(4)) };
  return { resourceQuotas: [{ name: "cpu", hard, fromMs, toMs }], limitRanges: [ONE_CPU] };
}

/** What pods request, because the Jobs do not say: a CPU for each container. */
const ONE_CPU = { name: "cpu", limits: [{ type: "Container", defaultRequest: { cpu: "1" } }] };

/** Nodes of one kind, called `node-0`, `node-1` and so on. */
function drawCluster(source: Source, { faultyMs }: Scale): NonNullable<SimulationPlan["cluster"]> {
  const count = between(source, 1, 3);
  const outages = several(source, 0, 3, (): NodeOutage => {
    const kind = pick<NodeOutage["kind"]>(source, ["drain", "loss", "removal"]);
    const node = `node-${source.below(count)}`;
    return { atMs: drawDuration(source, faultyMs), node, kind, downMs: 1_000 + drawDuration(source, 120_000) };
  });
  const room = { pods: between(source, 1, 4) };
  // In the order of a scenario: by their instants, drains first.
  outages.sort((a, b) => a.atMs - b.atMs || Number(b.kind === "drain") - Number(a.kind === "drain"));
  return { nodes: Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, room })), imagePullMs: 0, outages };
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

function drawCrash(source: Source, { faultyMs }: Scale): Disturbance {
  const downMs = chance(source, 60) ? 0 : drawDuration(source, 10_000);
  return { kind: "crash", atMs: drawDuration(source, faultyMs), afterWrites: source.below(8), downMs };
}

function drawLoss(source: Source, { faultyMs }: Scale): Disturbance {
  return { kind: "lostAnswers", atMs: drawDuration(source, faultyMs), count: 1 + source.below(4) };
}

function drawDisturbances(source: Source, features: FeatureSet, scale: Scale): Disturbance[] {
  const all: Disturbance[] = [];
  if (features.has("lostAnswers")) all.push(...several(source, 1, 4, () => drawLoss(source, scale)));
  if (features.has("crashPoints")) all.push(...several(source, 1, 5, () => drawCrash(source, scale)));
  if (features.has("stalls")) all.push(...several(source, 1, 2, () => drawWatchFault(source, scale, "stall")));
  if (features.has("relists")) all.push(...several(source, 1, 2, () => drawWatchFault(source, scale, "relist")));
  if (features.has("staleRelists")) all.push(...several(source, 1, 2, () => drawStaleRelist(source, scale)));
  if (features.has("repeats")) all.push(...several(source, 1, 2, () => drawWatchFault(source, scale, "repeat")));
  if (features.has("lateWatches")) all.push(...several(source, 1, 2, () => drawDelay(source, scale)));
  if (features.has("overlaps")) all.push(...several(source, 1, 2, () => drawOverlap(source, scale)));
  return all;
}

/**
 * Reads that fail or are answered from the past. They are drawn after everything else, so that the rest of a trial is
 * the same with and without them.
 */
export function drawReadFaults(
  source: Source,
  features: FeatureSet,
  { faultyMs }: Scale,
  { faults = [], disturbances = [] }: Pick<Faults, "faults" | "disturbances">,
): Pick<Faults, "faults" | "disturbances"> {
  const drawn: Mutable<Pick<Faults, "faults" | "disturbances">> = {};
  if (features.has("apiErrors")) {
    const failing = several(source, 0, 2, (): ApiFault => {
      const fromMs = drawDuration(source, faultyMs);
      const toMs = fromMs + 1 + drawDuration(source, 15_000);
      const [verb, resource] = [pick(source, READS), pick(source, READ_RESOURCES)];
      return { fromMs, toMs, verb, resource, error: pick(source, READ_ERRORS) };
    });
    if (failing.length > 0) drawn.faults = [...faults, ...failing];
  }
  if (features.has("staleRelists")) {
    const stale = several(source, 0, 2, (): Disturbance => {
      const [atMs, forMs, behindMs] = [faultyMs, 5_000, 10_000].map((most) => drawDuration(source, most));
      const resource = pick(source, READ_RESOURCES);
      return { kind: "staleReads", atMs: atMs ?? 0, resource, forMs: 1 + (forMs ?? 0), behindMs: 1 + (behindMs ?? 0) };
    });
    if (stale.length > 0) drawn.disturbances = [...disturbances, ...stale];
  }
  return drawn;
}

/** What goes wrong in a trial. */
export function drawFaults(source: Source, features: FeatureSet, scale: Scale): Faults {
  const disturbances = drawDisturbances(source, features, scale);
  const jobs = chance(source, 60) ? pick(source, LAGS_MS) : 0;
  const pods = chance(source, 60) ? pick(source, LAGS_MS) : 0;
  const drawn: Mutable<Faults> = {};
  if (features.has("lag")) drawn.watchLagMs = { jobs, pods };
  if (features.has("latency")) drawn.apiLatencyMs = pick(source, LATENCIES_MS);
  if (features.has("apiErrors")) drawn.faults = several(source, 1, 4, () => drawApiFault(source, scale));
  if (disturbances.length > 0) drawn.disturbances = disturbances;
  if (features.has("quotas")) drawn.quotas = several(source, 1, 2, () => drawQuota(source, scale));
  if (features.has("rateLimit") || features.has("podGc")) {
    drawn.controllerManager = drawControllerManager(source, features);
  }
  if (features.has("nodes")) drawn.cluster = drawCluster(source, scale);
  if (features.has("quotas") && chance(source, 40)) Object.assign(drawn, drawRequests(source, scale));
  return drawn;
}
