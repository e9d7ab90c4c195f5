/** Which quotas hold the pods of a namespace back, how much of them is used, and by whom. */

import { formatQuantity, type Quantity } from "../../api/quantity.ts";
import { amountsOf, minus, NOTHING, plus } from "../../api/resource-amounts.ts";
import { withRequests } from "../../api/template-requests.ts";
import type { PodSpec } from "../../api/types.ts";
import { podUsage } from "../../apiserver/admission/quota/pod-usage.ts";
import { isMeant } from "../../apiserver/admission/quota/scopes.ts";
import { controllerNameOf } from "../../apiserver/controller-reference.ts";
import type { Moment } from "./moment.ts";

/** How many owners are named. */
const MOST_NAMED = 3;

/**
 * A line for each limit of a quota that has less left than one more pod needs.
 *
 * @param spec of the pod that was refused, as its template has it
 */
export function exceededQuotas(namespace: string, spec: PodSpec, moment: Moment): string[] {
  const { plan, living, atMs } = moment;
  const asked = podUsage({ spec: withRequests(spec) }, plan.epochMs + atMs);
  return (plan.resourceQuotas ?? []).flatMap((quota) => {
    const isHere = quota.namespace === undefined || quota.namespace === namespace;
    const holds = quota.fromMs <= atMs && atMs < quota.toMs;
    if (!isHere || !holds || !isMeant({ spec: quota }, spec)) return [];
    const pods = living.filter(
      ({ object }) => object.metadata.namespace === namespace && isMeant({ spec: quota }, object.spec),
    );
    return [...amountsOf(quota.hard)].flatMap(([resource, hard]) => {
      const wanted = asked.get(resource);
      if (wanted === undefined) return [];
      const users = new Map<string, Quantity>();
      let used = NOTHING;
      for (const { object } of pods) {
        const amount = podUsage(object, plan.epochMs + atMs).get(resource) ?? NOTHING;
        const owner = controllerNameOf(object.metadata.ownerReferences)?.name ?? object.metadata.name;
        users.set(owner, plus(users.get(owner) ?? NOTHING, amount));
        used = plus(used, amount);
      }
      if (minus(hard, used).billionths >= wanted.billionths) return [];
      const of = `quota ${quota.name}: ${formatQuantity(used)} of ${formatQuantity(hard)} ${resource} used`;
      return [`${of}, ${formatQuantity(wanted)} asked${usersText(users)}`];
    });
  });
}

function usersText(users: ReadonlyMap<string, Quantity>): string {
  const ordered = [...users].filter(([, { billionths }]) => billionths > 0n).sort(([, a], [, b]) => compare(b, a));
  if (ordered.length === 0) return "";
  const named = ordered.slice(0, MOST_NAMED).map(([owner, amount]) => `${owner} (${formatQuantity(amount)})`);
  const more = ordered.length > MOST_NAMED ? ` and ${ordered.length - MOST_NAMED} more` : "";
  return `; held by ${named.join(", ")}${more}`;
}

function compare(a: Quantity, b: Quantity): number {
  return Number(a.billionths - b.billionths);
}
