/** From `faults` and `watchLag` of a scenario file to a plan. */

import type { FieldPath } from "../api/field-path.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { defaultLimitRangeItem } from "../api/kinds/limit-range.ts";
import { KINDS } from "../api/kinds/table.ts";
import { parseQuantity } from "../api/quantity.ts";
import { quote } from "../api/quote.ts";
import type { ResourceList } from "../api/scheduling-types.ts";
import type { PriorityClasses } from "../apiserver/admission/priority.ts";
import { isPodResource } from "../apiserver/admission/quota/pod-usage.ts";
import type { HardQuota } from "../apiserver/admission/quota/quota-ledger.ts";
import type { PolicyRefusal } from "../apiserver/admission/refusals.ts";
import type { PodQuota } from "../simulation/faults/quotas.ts";
import type { ApiFault, SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import { checkResource } from "./declared-kinds.ts";
import type { Reporter } from "./report.ts";
import type { FaultInput, LimitRangeInput, QuotaInput, WatchLagInput } from "./schema-faults.ts";

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
  | "limitRanges"
  | "refusals"
  | "queues"
  | "disturbances"
  | "watchLagMs"
  | "kinds"
>;

interface FaultInputs {
  readonly faults?: readonly FaultInput[] | undefined;
  readonly quotas?: readonly QuotaInput[] | undefined;
  readonly watchLag?: WatchLagInput | undefined;
  readonly priorityClasses?: PriorityClasses | undefined;
  readonly limitRanges?: readonly LimitRangeInput[] | undefined;
}

/** Compiles the faults of the control plane; nothing if there are none. */
export function compileFaults(
  { faults, quotas, watchLag, priorityClasses, limitRanges }: FaultInputs,
  reporter: Reporter,
  kinds: readonly AnyKind[] = KINDS,
): Omit<ControlPlane, "controllerManager" | "apiLatencyMs" | "disturbances" | "queues"> {
  const compiled = (quotas ?? []).map((quota, i) => compileQuota(quota, ["quotas", i], reporter));
  const onPods = compiled.flatMap(({ onPods }) => onPods ?? []);
  const hard = compiled.flatMap(({ hard }) => hard ?? []);
  const failing = faults?.map((fault, i) => compileFault(fault, i, reporter, kinds));
  const calls = failing?.flatMap(({ call }) => call ?? []);
  const refusals = failing?.flatMap(({ refusal }) => refusal ?? []) ?? [];
  return {
    ...(priorityClasses === undefined ? {} : { priorityClasses }),
    ...(limitRanges === undefined
      ? {}
      : { limitRanges: limitRanges.map((range, i) => compileRange(range, ["limitRanges", i], reporter)) }),
    ...(onPods.length === 0 ? {} : { quotas: onPods }),
    ...(hard.length === 0 ? {} : { resourceQuotas: hard }),
    ...(calls === undefined || (calls.length === 0 && refusals.length > 0) ? {} : { faults: calls }),
    ...(refusals.length === 0 ? {} : { refusals }),
    ...(watchLag === undefined ? {} : { watchLagMs: compileWatchLag(watchLag, reporter) }),
  };
}

interface CompiledFault {
  readonly call?: ApiFault;
  readonly refusal?: PolicyRefusal;
}

function compileFault(fault: FaultInput, i: number, reporter: Reporter, kinds: readonly AnyKind[]): CompiledFault {
  const path: FieldPath = ["faults", i];
  const fromMs = compileDuration(fault.from ?? 0, [...path, "from"], reporter);
  const lastsMs = fault.for === undefined ? FOR_EVER_MS : compileDuration(fault.for, [...path, "for"], reporter);
  const toMs = fromMs + lastsMs;
  if ("refuse" in fault) {
    const { refuse: resource, message, namespace } = fault;
    return { refusal: { resource, message, fromMs, toMs, ...(namespace === undefined ? {} : { namespace }) } };
  }
  const { verb, error, message } = fault;
  const resource = checkResource(fault.resource, kinds, [...path, "resource"], reporter);
  return { call: { fromMs, toMs, verb, resource, error, ...(message === undefined ? {} : { message }) } };
}

/** A LimitRange of a plan; what is wrong below the path goes to the reporter. */
export function compileRange(
  { name = "limits", namespace, limits }: LimitRangeInput,
  path: FieldPath,
  reporter: Reporter,
) {
  const compiled = limits.map(({ type, ...lists }, at) => {
    const given = Object.entries(lists).flatMap(([key, list]) =>
      list === undefined ? [] : [[key, compileAmounts(list, [...path, "limits", at, key], reporter)] as const],
    );
    return defaultLimitRangeItem({ type, ...Object.fromEntries(given) });
  });
  return { name, limits: compiled, ...(namespace === undefined ? {} : { namespace }) };
}

interface CompiledQuota {
  readonly onPods?: PodQuota;
  readonly hard?: HardQuota;
}

/** A quota of a plan; what is wrong below the path goes to the reporter. */
export function compileQuota(input: QuotaInput, path: FieldPath, reporter: Reporter): CompiledQuota {
  const { name = "quota", pods, hard, namespace, from, for: span, scopes, scopeSelector } = input;
  const fromMs = compileDuration(from ?? 0, [...path, "from"], reporter);
  const lastsMs = span === undefined ? FOR_EVER_MS : compileDuration(span, [...path, "for"], reporter);
  const where = { fromMs, toMs: fromMs + lastsMs, ...(namespace === undefined ? {} : { namespace }) };
  if ((pods === undefined) === (hard === undefined)) reporter.problem(path, "needs exactly one of pods and hard");
  const meant = {
    ...(scopes === undefined ? {} : { scopes }),
    ...(scopeSelector === undefined ? {} : { scopeSelector: compileSelector(scopeSelector) }),
  };
  if (pods !== undefined && Object.keys(meant).length === 0) return { onPods: { ...where, pods } };
  const amounts = pods === undefined ? (hard ?? {}) : { pods };
  return { hard: { ...where, ...meant, name, hard: compileHard(amounts, [...path, "hard"], reporter) } };
}

function compileSelector({ matchExpressions }: NonNullable<QuotaInput["scopeSelector"]>) {
  return {
    matchExpressions: matchExpressions.map(({ scopeName, operator, values }) => ({
      scopeName,
      operator,
      ...(values === undefined ? {} : { values }),
    })),
  };
}

function compileHard(given: NonNullable<QuotaInput["hard"]>, path: FieldPath, reporter: Reporter): ResourceList {
  for (const name of Object.keys(given)) {
    if (isCounted(name)) continue;
    reporter.problem([...path, name], `${quote(name)} is not counted in a run; ${KNOWN_NAMES}`);
  }
  return compileAmounts(given, path, reporter);
}

/** Whether a run counts what a quota of this name limits. */
export function isCounted(name: string): boolean {
  return isPodResource(name) || COUNTED_OBJECTS.has(name);
}

function compileAmounts(
  given: Readonly<Record<string, string | number>>,
  path: FieldPath,
  reporter: Reporter,
): ResourceList {
  const amounts = Object.entries(given).map(([name, value]) => {
    const text = String(value);
    if (parseQuantity(text) === undefined)
      reporter.problem([...path, name], `${quote(text)} is not an amount; write for example 4, 500m or 16Gi`);
    return [name, text] as const;
  });
  return Object.fromEntries(amounts);
}

/** Kinds whose objects a quota counts, by the names that it uses for them. */
const COUNTED_OBJECTS: ReadonlySet<string> = new Set(
  KINDS.filter(({ isNamespaced }) => isNamespaced).flatMap(({ group, qualifiedResource }) => [
    `count/${qualifiedResource}`,
    ...(group === "" ? [qualifiedResource] : []),
  ]),
);

const KNOWN_NAMES = "write for example pods, requests.cpu, limits.memory, requests.nvidia.com/gpu or count/jobs.batch";

function compileWatchLag({ jobs, pods }: WatchLagInput, reporter: Reporter): NonNullable<SimulationPlan["watchLagMs"]> {
  return {
    ...(jobs === undefined ? {} : { jobs: compileDuration(jobs, ["watchLag", "jobs"], reporter) }),
    ...(pods === undefined ? {} : { pods: compileDuration(pods, ["watchLag", "pods"], reporter) }),
  };
}
