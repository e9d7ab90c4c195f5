/** Facts of requests, quotas and limit ranges. Amounts are compared by value. */

import { type PodResourceOptions, podLimits, podRequests } from "../../../../src/api/pod-resources.ts";
import { parseQuantity, type Quantity } from "../../../../src/api/quantity.ts";
import { addAmounts, amountsOf, type ResourceAmounts } from "../../../../src/api/resource-amounts.ts";
import { limitRangeProblems } from "../../../../src/apiserver/admission/limit-range/check-limits.ts";
import { withLimitRangeDefaults } from "../../../../src/apiserver/admission/limit-range/set-defaults.ts";
import { checkQuotas, podQuotaRequest } from "../../../../src/apiserver/admission/quota/check-quota.ts";
import { missingResources, podUsage } from "../../../../src/apiserver/admission/quota/pod-usage.ts";
import { isMeant, matchingScopes } from "../../../../src/apiserver/admission/quota/scopes.ts";
import { type Fact, type GivenPod, specOf } from "./fact.ts";

const NOW_MS = Date.UTC(2000, 0, 1);

export function podRequestsAnswer({ pod = {}, options = {} }: Fact): Record<string, unknown> {
  const { nonMissingContainerRequests, inPlacePodLevelResourcesVerticalScalingEnabled, ...plain } = options;
  const given: PodResourceOptions = {
    ...plain,
    inPlacePodLevelResources: inPlacePodLevelResourcesVerticalScalingEnabled === true,
    ...(nonMissingContainerRequests === undefined
      ? {}
      : { nonMissingContainerRequests: amountsOf(nonMissingContainerRequests) }),
  };
  const whole = { spec: specOf(pod), ...(pod.status === undefined ? {} : { status: pod.status }) };
  return { requests: values(podRequests(whole, given)), limits: values(podLimits(whole, given)) };
}

export function quotaAnswer(fact: Fact): Record<string, unknown> {
  const { op, pod = {}, required = [], selectors = [], limitedResources = [] } = fact;
  const skipPodLevelResources = fact.gates?.PodLevelResources === false;
  const spec = specOf(pod);
  switch (op) {
    case "constraints":
      return { error: missingResources(required, spec, { skipPodLevelResources }) ?? "" };
    case "usage":
      return { usage: values(usageOf(pod, skipPodLevelResources)) };
    case "usageStats":
      return { usage: values(statsOf(fact)) };
    case "matchingScopes":
      return { matched: matchingScopes(selectors, spec) };
    case "admitCreate": {
      const namespace = pod.metadata?.namespace;
      const quotas = (fact.quotas ?? []).filter(({ metadata }) => metadata?.namespace === namespace);
      const request = { ...podQuotaRequest(spec, usageOf(pod, skipPodLevelResources)), limitedResources };
      const answer = checkQuotas(quotas, request);
      if (answer.kind === "refused") return { admit: false, error: `forbidden: ${answer.message}`, used: {} };
      const used = quotas.map((quota) => [
        quota.metadata?.name,
        values(amountsOf(answer.used.get(quota) ?? quota.status?.used)),
      ]);
      return { admit: true, error: "", used: Object.fromEntries(used) };
    }
    default:
      throw new Error(`unknown op ${op}`);
  }
}

export function limitRangeAnswer({ limitRanges = [], pod = {}, gates = {} }: Fact): Record<string, unknown> {
  let spec = specOf(pod);
  for (const range of limitRanges) spec = withLimitRangeDefaults(spec, range).spec;
  const options = { skipPodLevelResources: gates.PodLevelResources === false };
  return { admit: limitRanges.every((range) => limitRangeProblems(spec, range, options).length === 0) };
}

function usageOf(pod: GivenPod, skipPodLevelResources: boolean): ResourceAmounts {
  const text = JSON.stringify(pod).replace(/"<now(?:-(\d+)s)?>"/g, (_all, seconds: string | undefined) => {
    return JSON.stringify(new Date(NOW_MS - Number(seconds ?? 0) * 1000).toISOString());
  });
  const { metadata, status, spec }: GivenPod = JSON.parse(text);
  const whole = {
    spec: { containers: [], ...spec },
    ...(metadata === undefined ? {} : { metadata }),
    ...(status === undefined ? {} : { status }),
  };
  return podUsage(whole, NOW_MS, { skipPodLevelResources });
}

function statsOf({ existingPods = [], scopes = [], scopeSelector }: Fact): ResourceAmounts {
  const sum = new Map<string, Quantity>();
  const quota = { spec: scopeSelector === undefined ? { scopes } : { scopes, scopeSelector } };
  for (const pod of existingPods) if (isMeant(quota, specOf(pod))) addAmounts(sum, usageOf(pod, false));
  return sum;
}

/** Amounts as numbers of billionths, zero left out. */
export function values(amounts: ResourceAmounts): Record<string, string> {
  const entries = [...amounts].filter(([, amount]) => amount.billionths !== 0n);
  return Object.fromEntries(entries.map(([name, { billionths }]) => [name, String(billionths)]));
}

/** The same of a recorded list. */
export function listValues(list: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(list).map(
    ([name, text]) => [name, parseQuantity(String(text))?.billionths ?? 0n] as const,
  );
  return Object.fromEntries(
    entries.filter(([, amount]) => amount !== 0n).map(([name, amount]) => [name, String(amount)]),
  );
}
