/** How a scenario writes the settings and the faults of the control plane. */

import type { JsonObject } from "../../api/json.ts";
import type { PlannedLimitRange } from "../../apiserver/admission/limit-range/limit-ranges.ts";
import type { HardQuota } from "../../apiserver/admission/quota/quota-ledger.ts";
import type { PolicyRefusal } from "../../apiserver/admission/refusals.ts";
import type { PodQuota } from "../../simulation/faults/quotas.ts";
import type { ApiFault, ControllerManagerSettings, SimulationPlan } from "../../simulation/plan.ts";
import { FOR_EVER_MS } from "../compile-faults.ts";
import { writeQueues } from "../compile-queues.ts";
import { formatDuration } from "../duration.ts";

/** The parts of a plan that are about the control plane, by the keys of a file. */
export function writeControlPlane(plan: SimulationPlan): JsonObject {
  const { controllerManager = {}, apiLatencyMs, faults, quotas = [], resourceQuotas = [], watchLagMs } = plan;
  const { limitRanges, refusals = [] } = plan;
  const failing = [...(faults ?? []).map(writeFault), ...refusals.map(writeRefusal)];
  const limits = [...quotas.map(writeQuota), ...resourceQuotas.map(writeHardQuota)];
  const settings = {
    ...writeSettings(controllerManager),
    ...(apiLatencyMs === undefined ? {} : { apiLatency: formatDuration(apiLatencyMs) }),
  };
  return {
    ...(Object.keys(settings).length === 0 ? {} : { controllerManager: settings }),
    ...(faults === undefined && refusals.length === 0 ? {} : { faults: failing }),
    ...(limits.length === 0 ? {} : { quotas: limits }),
    ...(plan.priorityClasses === undefined ? {} : { priorityClasses: plan.priorityClasses }),
    ...(plan.queues === undefined ? {} : { queues: writeQueues(plan.queues) }),
    ...(limitRanges === undefined ? {} : { limitRanges: limitRanges.map(writeLimitRange) }),
    ...(watchLagMs === undefined ? {} : { watchLag: writeWatchLag(watchLagMs) }),
  };
}

function writeSettings(settings: ControllerManagerSettings): JsonObject {
  const { concurrentJobSyncs, kubeApi, terminatedPodThreshold, controllers } = settings;
  return {
    ...(controllers === undefined ? {} : { controllers }),
    ...(concurrentJobSyncs === undefined ? {} : { concurrentJobSyncs }),
    ...(kubeApi === undefined ? {} : { kubeAPIQPS: kubeApi.qps, kubeAPIBurst: kubeApi.burst }),
    ...(terminatedPodThreshold === undefined ? {} : { terminatedPodGCThreshold: terminatedPodThreshold }),
  };
}

function writeFault({ fromMs, toMs, ...rest }: ApiFault): JsonObject {
  return { from: formatDuration(fromMs), for: formatDuration(toMs - fromMs), ...rest };
}

function writeQuota({ pods, ...rest }: PodQuota): JsonObject {
  return { pods, ...writeExtent(rest) };
}

function writeHardQuota({ name, hard, scopes, scopeSelector, ...rest }: HardQuota): JsonObject {
  return {
    name,
    hard,
    ...(scopes === undefined ? {} : { scopes }),
    ...(scopeSelector === undefined ? {} : { scopeSelector }),
    ...writeExtent(rest),
  };
}

function writeRefusal({ resource, message, ...rest }: PolicyRefusal): JsonObject {
  return { refuse: resource, message, ...writeExtent(rest) };
}

function writeLimitRange({ name, namespace, limits }: PlannedLimitRange): JsonObject {
  return { name, limits: limits.map((item) => ({ ...item })), ...(namespace === undefined ? {} : { namespace }) };
}

function writeExtent({ fromMs, toMs, namespace }: Omit<PodQuota, "pods">): JsonObject {
  const lastsMs = toMs - fromMs;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    from: formatDuration(fromMs),
    ...(lastsMs >= FOR_EVER_MS ? {} : { for: formatDuration(lastsMs) }),
  };
}

function writeWatchLag({ jobs, pods }: NonNullable<SimulationPlan["watchLagMs"]>): JsonObject {
  return {
    ...(jobs === undefined ? {} : { jobs: formatDuration(jobs) }),
    ...(pods === undefined ? {} : { pods: formatDuration(pods) }),
  };
}
