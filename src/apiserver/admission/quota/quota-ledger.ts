/** What is used of each quota of a run: charged when a pod or Job is stored, given back when it ends. */

import type { Quantity } from "../../../api/quantity.ts";
import { amountsOf, listOfAmounts, minus, NOTHING, plus, type ResourceAmounts } from "../../../api/resource-amounts.ts";
import type { ResourceList } from "../../../api/scheduling-types.ts";
import type { PodSpec } from "../../../api/types.ts";
import type { LogEntry } from "../../log.ts";
import { isTerminalPhase } from "../../pod-deletion.ts";
import { checkQuotas, podQuotaRequest } from "./check-quota.ts";
import type { QuotaFacts } from "./facts.ts";
import { podUsage } from "./pod-usage.ts";

/** A ResourceQuota of a run, in `fromMs <= t < toMs`. */
export interface HardQuota {
  readonly name: string;
  /** Each namespace for itself, where absent. */
  readonly namespace?: string;
  readonly hard: ResourceList;
  readonly fromMs: number;
  readonly toMs: number;
}

const JOBS = "count/jobs.batch";
const ONE: Quantity = { billionths: 1_000_000_000n, notation: "decimal" };

export class QuotaLedger {
  readonly #quotas: readonly HardQuota[];
  /** By namespace: the sum over all that counts, whatever quotas limit. */
  readonly #used = new Map<string, Map<string, Quantity>>();

  constructor(quotas: readonly HardQuota[]) {
    this.#quotas = quotas;
  }

  /** Why a pod may not be created; `undefined` if it may. */
  podRefusal(namespace: string, spec: PodSpec, nowMs: number): string | undefined {
    const facts = this.#factsOf(namespace, nowMs);
    if (facts.length === 0) return undefined;
    const answer = checkQuotas(facts, podQuotaRequest(spec, podUsage({ spec }, 0)));
    return answer.kind === "refused" ? answer.message : undefined;
  }

  /** Why a Job may not be created; `undefined` if it may. */
  jobRefusal(namespace: string, nowMs: number): string | undefined {
    const facts = this.#factsOf(namespace, nowMs);
    if (facts.length === 0) return undefined;
    const answer = checkQuotas(facts, { usage: new Map([[JOBS, ONE]]), isCounted: (name) => name === JOBS });
    return answer.kind === "refused" ? answer.message : undefined;
  }

  follow(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    const { namespace } = entry.object.metadata;
    if (entry.resource === "jobs") {
      if (entry.type !== "MODIFIED") this.#book(namespace, new Map([[JOBS, ONE]]), entry.type === "ADDED");
      return;
    }
    if (entry.resource !== "pods") return;
    const { type, object, previous } = entry;
    const before = previous === undefined ? undefined : isTerminalPhase(previous.status.phase);
    const after = type === "DELETED" ? undefined : isTerminalPhase(object.status.phase);
    if (before === after) return;
    if (previous !== undefined) this.#book(namespace, podUsage(previous, 0), false);
    if (after !== undefined) this.#book(namespace, podUsage(object, 0), true);
  }

  #book(namespace: string, usage: ResourceAmounts, isCharge: boolean): void {
    const used = this.#used.get(namespace) ?? new Map<string, Quantity>();
    this.#used.set(namespace, used);
    const change = isCharge ? plus : minus;
    for (const [name, amount] of usage) used.set(name, change(used.get(name) ?? NOTHING, amount));
  }

  #factsOf(namespace: string, nowMs: number): QuotaFacts[] {
    const used = this.#used.get(namespace) ?? new Map<string, Quantity>();
    return this.#quotas
      .filter(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)
      .filter((quota) => quota.namespace === undefined || quota.namespace === namespace)
      .map(({ name, hard }) => {
        const counted = [...amountsOf(hard).keys()].map(
          (resource) => [resource, used.get(resource) ?? NOTHING] as const,
        );
        return { metadata: { name, namespace }, status: { hard, used: listOfAmounts(new Map(counted)) } };
      });
  }
}
