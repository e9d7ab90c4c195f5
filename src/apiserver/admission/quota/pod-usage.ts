/** How much of a quota a pod uses (`quota/v1/evaluator/core/pods.go`). */

import { secondsToDurationMs } from "../../../api/go-duration.ts";
import {
  hasPodLevelName,
  type PodResourceOptions,
  type PodWithResources,
  podLimits,
  podRequests,
} from "../../../api/pod-resources.ts";
import type { Quantity } from "../../../api/quantity.ts";
import { amountsOf, type ResourceAmounts } from "../../../api/resource-amounts.ts";
import { parseTimestamp } from "../../../api/timestamp.ts";
import type { Container, ObjectMeta, PodSpec } from "../../../api/types.ts";

export interface QuotaPod extends PodWithResources {
  readonly metadata?: Partial<ObjectMeta>;
}

const ONE: Quantity = { billionths: 1_000_000_000n, notation: "decimal" };
const HUGE_PAGES = "hugepages-";
/** Resources that a quota can name in several ways. */
const NATIVE = ["cpu", "memory", "ephemeral-storage"];
/** If a quota limits one of these, every container must specify it. */
const MUST_BE_SAID = new Set(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]);

/**
 * The usage of a pod, by the resource names of quotas.
 *
 * A pod that has finished, or whose grace period of deletion is over, counts as an object only.
 *
 * @param nowMs milliseconds since 1970
 */
export function podUsage(pod: QuotaPod, nowMs: number, options: PodResourceOptions = {}): ResourceAmounts {
  const usage = new Map<string, Quantity>([["count/pods", ONE]]);
  if (!countsAsPod(pod, nowMs)) return usage;
  usage.set("pods", ONE);
  const withStatus = { useStatusResources: true, ...options };
  const requests = podRequests(pod, withStatus);
  const limits = podLimits(pod, withStatus);
  for (const [name, amount] of usageOf(requests, limits)) usage.set(name, amount);
  return usage;
}

/** Whether a pod can count against a resource name of a quota (`MatchingResources`). */
export function isPodResource(name: string): boolean {
  if (name === "pods" || name === "count/pods" || NATIVE.includes(name)) return true;
  const bare = name.replace(/^(requests|limits)\./, "");
  if (bare !== name && NATIVE.includes(bare)) return true;
  return bare.startsWith(HUGE_PAGES) || (name.startsWith("requests.") && bare.includes("/"));
}

/**
 * Returns which resources a quota limits that a pod does not specify; `undefined` if it specifies all.
 *
 * @param required resource names that the quota limits
 */
export function missingResources(
  required: readonly string[],
  spec: PodSpec | undefined,
  { skipPodLevelResources = false }: PodResourceOptions = {},
): string | undefined {
  const { requests: podLevelRequests, limits: podLevelLimits } = spec?.resources ?? {};
  const isPodLevel = hasPodLevelName(podLevelRequests) || hasPodLevelName(podLevelLimits);
  if (isPodLevel && !skipPodLevelResources) return undefined;
  const wanted = required.filter((name) => MUST_BE_SAID.has(name));
  const missing = new Map<string, Set<string>>();
  for (const container of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]) {
    const said = containerUsage(container);
    for (const name of wanted.filter((name) => !said.has(name))) {
      missing.set(name, (missing.get(name) ?? new Set()).add(container.name ?? ""));
    }
  }
  if (missing.size === 0) return undefined;
  const parts = [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, containers]) => `${name} for: ${[...containers].sort().join(",")}`);
  return `must specify ${parts.join("; ")}`;
}

function countsAsPod({ metadata, status }: QuotaPod, nowMs: number): boolean {
  if (status?.phase === "Succeeded" || status?.phase === "Failed") return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= parseTimestamp(deletionTimestamp) + secondsToDurationMs(deletionGracePeriodSeconds);
}

function containerUsage({ resources }: Container): ResourceAmounts {
  return usageOf(amountsOf(resources?.requests), amountsOf(resources?.limits));
}

/** Requests count under the plain name and with the prefix `requests.`; extended resources only with the prefix. */
function usageOf(requests: ResourceAmounts, limits: ResourceAmounts): Map<string, Quantity> {
  const usage = new Map<string, Quantity>();
  for (const [name, amount] of requests) {
    const isPlain = NATIVE.includes(name) || name.startsWith(HUGE_PAGES);
    if (isPlain) usage.set(name, amount);
    if (isPlain || isExtended(name)) usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (NATIVE.includes(name)) usage.set(`limits.${name}`, amount);
  return usage;
}

function isExtended(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}
