/** From `faults` and `watchLag` of a scenario file to a plan. */

import type { PodQuota } from "../simulation/faults/quotas.ts";
import type { ApiFault, SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { FaultInput, QuotaInput, WatchLagInput } from "./schema-faults.ts";

/** A fault or quota without an end lasts this long: longer than any run. */
export const FOR_EVER_MS = 2 ** 49;

interface FaultInputs {
  readonly faults?: readonly FaultInput[] | undefined;
  readonly quotas?: readonly QuotaInput[] | undefined;
  readonly watchLag?: WatchLagInput | undefined;
}

/** Compiles what is wrong with the control plane; nothing where nothing is. */
export function compileFaults(
  { faults, quotas, watchLag }: FaultInputs,
  reporter: Reporter,
): Pick<SimulationPlan, "faults" | "quotas" | "watchLagMs"> {
  return {
    ...(quotas === undefined ? {} : { quotas: quotas.map((quota, i) => compileQuota(quota, i, reporter)) }),
    ...(faults === undefined ? {} : { faults: faults.map((fault, i) => compileFault(fault, i, reporter)) }),
    ...(watchLag === undefined ? {} : { watchLagMs: compileWatchLag(watchLag, reporter) }),
  };
}

function compileFault({ from, for: span, verb, resource, error }: FaultInput, i: number, reporter: Reporter): ApiFault {
  const fromMs = compileDuration(from, ["faults", i, "from"], reporter);
  const toMs = fromMs + compileDuration(span, ["faults", i, "for"], reporter);
  return { fromMs, toMs, verb, resource, error };
}

function compileQuota({ pods, namespace, from, for: span }: QuotaInput, i: number, reporter: Reporter): PodQuota {
  const fromMs = compileDuration(from ?? 0, ["quotas", i, "from"], reporter);
  const lastsMs = span === undefined ? FOR_EVER_MS : compileDuration(span, ["quotas", i, "for"], reporter);
  return { fromMs, toMs: fromMs + lastsMs, pods, ...(namespace === undefined ? {} : { namespace }) };
}

function compileWatchLag({ jobs, pods }: WatchLagInput, reporter: Reporter): NonNullable<SimulationPlan["watchLagMs"]> {
  return {
    ...(jobs === undefined ? {} : { jobs: compileDuration(jobs, ["watchLag", "jobs"], reporter) }),
    ...(pods === undefined ? {} : { pods: compileDuration(pods, ["watchLag", "pods"], reporter) }),
  };
}
