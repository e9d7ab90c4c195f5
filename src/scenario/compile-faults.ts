/** From `faults` and `watchLag` of a scenario file to a plan. */

import type { FieldPath } from "../api/field-path.ts";
import { parseQuantity } from "../api/quantity.ts";
import type { ResourceList } from "../api/scheduling-types.ts";
import type { PriorityClasses } from "../apiserver/admission/priority.ts";
import { isPodResource } from "../apiserver/admission/quota/pod-usage.ts";
import type { HardQuota } from "../apiserver/admission/quota/quota-ledger.ts";
import type { PodQuota } from "../simulation/faults/quotas.ts";
import type { ApiFault, SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import { quote } from "./quote.ts";
import type { Reporter } from "./report.ts";
import type { FaultInput, QuotaInput, WatchLagInput } from "./schema-faults.ts";

/** A fault or quota without an end lasts this long: longer than any run. */
export const FOR_EVER_MS = 2 ** 49;

/** The part of a plan that is about the control plane. */
export type ControlPlane = Pick<
  SimulationPlan,
  | "controllerManager"
  | "apiLatencyMs"
  | "faults"
  | "quotas"
  | "resourceQuotas"
  | "priorityClasses"
  | "disturbances"
  | "watchLagMs"
>;

interface FaultInputs {
  readonly faults?: readonly FaultInput[] | undefined;
  readonly quotas?: readonly QuotaInput[] | undefined;
  readonly watchLag?: WatchLagInput | undefined;
  readonly priorityClasses?: PriorityClasses | undefined;
}

/** Compiles what is wrong with the control plane; nothing where nothing is. */
export function compileFaults(
  { faults, quotas, watchLag, priorityClasses }: FaultInputs,
  reporter: Reporter,
): Pick<SimulationPlan, "faults" | "quotas" | "resourceQuotas" | "priorityClasses" | "watchLagMs"> {
  const compiled = (quotas ?? []).map((quota, i) => compileQuota(quota, i, reporter));
  const onPods = compiled.flatMap(({ onPods }) => onPods ?? []);
  const hard = compiled.flatMap(({ hard }) => hard ?? []);
  return {
    ...(priorityClasses === undefined ? {} : { priorityClasses }),
    ...(onPods.length === 0 ? {} : { quotas: onPods }),
    ...(hard.length === 0 ? {} : { resourceQuotas: hard }),
    ...(faults === undefined ? {} : { faults: faults.map((fault, i) => compileFault(fault, i, reporter)) }),
    ...(watchLag === undefined ? {} : { watchLagMs: compileWatchLag(watchLag, reporter) }),
  };
}

function compileFault({ from, for: span, verb, resource, error }: FaultInput, i: number, reporter: Reporter): ApiFault {
  const fromMs = compileDuration(from, ["faults", i, "from"], reporter);
  const toMs = fromMs + compileDuration(span, ["faults", i, "for"], reporter);
  return { fromMs, toMs, verb, resource, error };
}

interface CompiledQuota {
  readonly onPods?: PodQuota;
  readonly hard?: HardQuota;
}

function compileQuota(input: QuotaInput, i: number, reporter: Reporter): CompiledQuota {
  const { name = "quota", pods, hard, namespace, from, for: span } = input;
  const path: FieldPath = ["quotas", i];
  const fromMs = compileDuration(from ?? 0, [...path, "from"], reporter);
  const lastsMs = span === undefined ? FOR_EVER_MS : compileDuration(span, [...path, "for"], reporter);
  const where = { fromMs, toMs: fromMs + lastsMs, ...(namespace === undefined ? {} : { namespace }) };
  if ((pods === undefined) === (hard === undefined)) reporter.problem(path, "needs exactly one of pods and hard");
  if (pods !== undefined) return { onPods: { ...where, pods } };
  return { hard: { ...where, name, hard: compileHard(hard ?? {}, [...path, "hard"], reporter) } };
}

function compileHard(given: NonNullable<QuotaInput["hard"]>, path: FieldPath, reporter: Reporter): ResourceList {
  const amounts = Object.entries(given).map(([name, value]) => {
    const text = String(value);
    if (parseQuantity(text) === undefined)
      reporter.problem([...path, name], `${quote(text)} is not an amount; write for example 4, 500m or 16Gi`);
    if (!isPodResource(name) && name !== "count/jobs.batch")
      reporter.problem([...path, name], `${quote(name)} is nothing that a run counts; ${KNOWN_NAMES}`);
    return [name, text] as const;
  });
  return Object.fromEntries(amounts);
}

const KNOWN_NAMES = "write for example pods, requests.cpu, limits.memory, requests.nvidia.com/gpu or count/jobs.batch";

function compileWatchLag({ jobs, pods }: WatchLagInput, reporter: Reporter): NonNullable<SimulationPlan["watchLagMs"]> {
  return {
    ...(jobs === undefined ? {} : { jobs: compileDuration(jobs, ["watchLag", "jobs"], reporter) }),
    ...(pods === undefined ? {} : { pods: compileDuration(pods, ["watchLag", "pods"], reporter) }),
  };
}
