/** From `faults` and `watchLag` of a scenario file to a plan. */

import type { ApiFault, SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { FaultInput, WatchLagInput } from "./schema-faults.ts";

/** Compiles what is wrong with the control plane; nothing where nothing is. */
export function compileFaults(
  {
    faults,
    watchLag,
  }: { readonly faults?: readonly FaultInput[] | undefined; readonly watchLag?: WatchLagInput | undefined },
  reporter: Reporter,
): Pick<SimulationPlan, "faults" | "watchLagMs"> {
  return {
    ...(faults === undefined ? {} : { faults: faults.map((fault, i) => compileFault(fault, i, reporter)) }),
    ...(watchLag === undefined ? {} : { watchLagMs: compileWatchLag(watchLag, reporter) }),
  };
}

function compileFault({ from, for: span, verb, resource, error }: FaultInput, i: number, reporter: Reporter): ApiFault {
  const fromMs = compileDuration(from, ["faults", i, "from"], reporter);
  const toMs = fromMs + compileDuration(span, ["faults", i, "for"], reporter);
  return { fromMs, toMs, verb, resource, error };
}

function compileWatchLag({ jobs, pods }: WatchLagInput, reporter: Reporter): NonNullable<SimulationPlan["watchLagMs"]> {
  return {
    ...(jobs === undefined ? {} : { jobs: compileDuration(jobs, ["watchLag", "jobs"], reporter) }),
    ...(pods === undefined ? {} : { pods: compileDuration(pods, ["watchLag", "pods"], reporter) }),
  };
}
