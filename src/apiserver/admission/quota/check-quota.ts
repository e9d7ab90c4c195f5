/** Whether quotas have room for a new object, and their usage afterwards (`CheckRequest`). */

import { formatQuantity, type Quantity } from "../../../api/quantity.ts";
import { amountsOf, listOfAmounts, NOTHING, plus, type ResourceAmounts } from "../../../api/resource-amounts.ts";
import type { ResourceList } from "../../../api/scheduling-types.ts";
import type { PodSpec } from "../../../api/types.ts";
import type { LimitedResource, QuotaFacts, ScopeRequirement } from "./facts.ts";
import { isPodResource, missingResources } from "./pod-usage.ts";
import { isMeant, matchingScopes, scopesOf, scopesText } from "./scopes.ts";

/** What a new object asks of the quotas of its namespace. */
export interface QuotaRequest {
  /** The amounts that the object uses, by the resource names of quotas. */
  readonly usage: ResourceAmounts;
  /** Whether the object can count against a resource name of a quota. */
  readonly isCounted: (name: string) => boolean;
  /** The spec of a pod, for scopes and constraints; absent for other objects. */
  readonly podSpec?: PodSpec;
  readonly limitedResources?: readonly LimitedResource[];
  readonly skipPodLevelResources?: boolean;
}

export type QuotaAnswer =
  | { readonly kind: "refused"; readonly message: string }
  /** The new usage of each quota that is charged. */
  | { readonly kind: "charged"; readonly used: ReadonlyMap<QuotaFacts, ResourceList> };

/** A request for a pod. */
export function podQuotaRequest(podSpec: PodSpec, usage: ResourceAmounts): QuotaRequest {
  return { usage, podSpec, isCounted: isPodResource };
}

/** Checks all quotas of the namespace; the first that refuses is reported. */
export function checkQuotas(quotas: readonly QuotaFacts[], request: QuotaRequest): QuotaAnswer {
  const { usage, isCounted, podSpec, limitedResources = [] } = request;
  const pertinent = quotas.filter((quota) => podSpec === undefined || isMeant(quota, podSpec));
  for (const quota of pertinent) {
    const refusal = constraintRefusal(quota, request);
    if (refusal !== undefined) return { kind: "refused", message: refusal };
  }
  const coveredNames = new Set(pertinent.flatMap((quota) => hardNames(quota).filter(isCounted)));
  const limited = limitedResources.filter(({ resource }) => resource === "pods");
  const uncovered = limitedNames(limited, usage).filter((name) => !coveredNames.has(name));
  if (uncovered.length > 0) {
    return { kind: "refused", message: `insufficient quota to consume: ${uncovered.join(",")}` };
  }
  const openScopes = uncoveredScopes(limited, quotas, podSpec);
  if (openScopes.length > 0) {
    return { kind: "refused", message: `insufficient quota to match these scopes: ${scopesText(openScopes)}` };
  }
  return charge(pertinent, usage);
}

function charge(quotas: readonly QuotaFacts[], usage: ResourceAmounts): QuotaAnswer {
  const used = new Map<QuotaFacts, ResourceList>();
  for (const quota of quotas) {
    const hard = amountsOf(quota.status?.hard);
    const before = amountsOf(quota.status?.used);
    const requested = new Map([...usage].filter(([name]) => hard.has(name)));
    const after = new Map(before);
    for (const [name, amount] of requested) after.set(name, plus(before.get(name) ?? NOTHING, amount));
    const exceeded = [...requested.keys()].filter((name) => isMore(after.get(name), hard.get(name))).sort();
    if (exceeded.length > 0) {
      const texts = [requested, before, hard].map((amounts) => amountsText(amounts, exceeded));
      const [asked, inUse, limit] = texts;
      const name = quota.metadata?.name ?? "";
      const message = `exceeded quota: ${name}, requested: ${asked}, used: ${inUse}, limited: ${limit}`;
      return { kind: "refused", message };
    }
    used.set(quota, listOfAmounts(after));
  }
  return { kind: "charged", used };
}

function constraintRefusal(quota: QuotaFacts, request: QuotaRequest): string | undefined {
  const { isCounted, podSpec, skipPodLevelResources = false } = request;
  const name = quota.metadata?.name ?? "";
  const restricted = hardNames(quota).filter(isCounted);
  const missing = podSpec && missingResources(restricted, podSpec, { skipPodLevelResources });
  if (missing !== undefined) return `failed quota: ${name}: ${missing}`;
  const { used = {} } = quota.status ?? {};
  if (restricted.every((resource) => used[resource] !== undefined)) return undefined;
  return `status unknown for quota: ${name}, resources: ${[...restricted].sort().join(",")}`;
}

function hardNames({ status }: QuotaFacts): string[] {
  return Object.keys(status?.hard ?? {});
}

/** Resource names that the object uses and that may not be consumed without a quota. */
function limitedNames(limited: readonly LimitedResource[], usage: ResourceAmounts): string[] {
  const patterns = limited.flatMap(({ matchContains = [] }) => matchContains);
  const names = [...usage].filter(([, amount]) => amount.billionths > 0n).map(([name]) => name);
  return names.filter((name) => patterns.some((pattern) => name.includes(pattern))).sort();
}

function uncoveredScopes(
  limited: readonly LimitedResource[],
  quotas: readonly QuotaFacts[],
  podSpec: PodSpec | undefined,
): ScopeRequirement[] {
  const covered = new Set(
    quotas.flatMap((quota) => matchingScopes(scopesOf(quota), podSpec)).map(({ scopeName }) => scopeName),
  );
  const asked = limited.flatMap(({ matchScopes = [] }) => matchingScopes(matchScopes, podSpec));
  return asked.filter(({ scopeName }) => !covered.has(scopeName));
}

function isMore(a: Quantity | undefined, b: Quantity | undefined): boolean {
  return (a?.billionths ?? 0n) > (b?.billionths ?? 0n);
}

function amountsText(amounts: ResourceAmounts, names: readonly string[]): string {
  return names.map((name) => `${name}=${formatQuantity(amounts.get(name) ?? NOTHING)}`).join(",");
}
