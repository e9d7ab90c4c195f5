/** Whether a pod stays within a LimitRange, with the messages of the API server (`PodValidateLimitFunc`). */

import { type PodResourceOptions, podLimits, podRequests } from "../../../api/pod-resources.ts";
import { formatQuantity, type Quantity } from "../../../api/quantity.ts";
import { amountsOf, type ResourceAmounts } from "../../../api/resource-amounts.ts";
import type { PodSpec } from "../../../api/types.ts";
import type { LimitRangeFacts, LimitRangeItem } from "./facts.ts";

/** What a limit applies to: one container, or the pod as a whole. */
interface Measured {
  readonly type: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

/** Every violation of a range by a pod, in the order of the range. */
export function limitRangeProblems(
  spec: PodSpec,
  { spec: range }: LimitRangeFacts,
  options: PodResourceOptions = {},
): string[] {
  return (range?.limits ?? []).flatMap((item) =>
    measuredOf(item.type, spec, options).flatMap((measured) => problemsOf(item, measured)),
  );
}

/** Joins violations as the API server does: several are put in brackets. */
export function limitRangeMessage(problems: readonly string[]): string | undefined {
  const distinct = [...new Set(problems)];
  return distinct.length > 1 ? `[${distinct.join(", ")}]` : distinct[0];
}

function measuredOf(type: string, spec: PodSpec, options: PodResourceOptions): Measured[] {
  if (type === "Container") {
    return [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => ({
      type,
      requests: amountsOf(resources?.requests),
      limits: amountsOf(resources?.limits),
    }));
  }
  if (type !== "Pod") return [];
  const whole = { excludeOverhead: true, ...options };
  return [{ type, requests: podRequests({ spec }, whole), limits: podLimits({ spec }, whole) }];
}

function problemsOf({ min, max, maxLimitRequestRatio }: LimitRangeItem, measured: Measured): string[] {
  return [
    ...problemsBy(min, (name, bound) => minimumProblem(name, bound, measured)),
    ...problemsBy(max, (name, bound) => maximumProblem(name, bound, measured)),
    ...problemsBy(maxLimitRequestRatio, (name, bound) => ratioProblem(name, bound, measured)),
  ];
}

function problemsBy(
  bounds: LimitRangeItem["min"],
  look: (name: string, bound: Quantity) => string | undefined,
): string[] {
  return [...amountsOf(bounds)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, bound]) => look(name, bound) ?? []);
}

function minimumProblem(name: string, bound: Quantity, { type, requests, limits }: Measured): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const text = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (request === undefined) return `${text}.  No request is specified`;
  if (request.billionths < bound.billionths) return `${text}, but request is ${formatQuantity(request)}`;
  if (limit === undefined || limit.billionths >= bound.billionths) return undefined;
  return `${text}, but limit is ${formatQuantity(limit)}`;
}

function maximumProblem(name: string, bound: Quantity, { type, requests, limits }: Measured): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const text = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (limit === undefined) return `${text}.  No limit is specified`;
  if (limit.billionths > bound.billionths) return `${text}, but limit is ${formatQuantity(limit)}`;
  if (request === undefined || request.billionths <= bound.billionths) return undefined;
  return `${text}, but request is ${formatQuantity(request)}`;
}

function ratioProblem(name: string, bound: Quantity, { type, requests, limits }: Measured): string | undefined {
  const request = requests.get(name)?.billionths ?? 0n;
  const limit = limits.get(name)?.billionths ?? 0n;
  const text = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`;
  if (request === 0n) return `${text}, but no request is specified or request is 0`;
  if (limit === 0n) return `${text}, but no limit is specified or limit is 0`;
  const ratio = Number(limit) / Number(request);
  return ratio * 1e9 > Number(bound.billionths) ? `${text}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
