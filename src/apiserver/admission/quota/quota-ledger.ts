/** The usage of each quota of a run: charged when an object is stored, released when it ends. */

import type { AnyKind } from "../../../api/kinds/kind.ts";
import type { ResourceQuota } from "../../../api/kinds/simple-kinds.ts";
import type { Quantity } from "../../../api/quantity.ts";
import { listOfAmounts, minus, NOTHING, plus, type ResourceAmounts } from "../../../api/resource-amounts.ts";
import type { ResourceList } from "../../../api/scheduling-types.ts";
import type { Pod, PodSpec } from "../../../api/types.ts";
import type { CommitType } from "../../log.ts";
import { isTerminalPhase } from "../../pod-deletion.ts";
import { checkQuotas, podQuotaRequest } from "./check-quota.ts";
import type { QuotaFacts, ScopeRequirement } from "./facts.ts";
import { podUsage } from "./pod-usage.ts";
import { isMeant } from "./scopes.ts";

/** A ResourceQuota of a run, in `fromMs <= t < toMs`. */
export interface HardQuota {
  readonly name: string;
  /** If absent, the quota applies to each namespace separately. */
  readonly namespace?: string;
  readonly hard: ResourceList;
  /** Which pods it counts; all if absent. */
  readonly scopes?: readonly string[];
  readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  readonly fromMs: number;
  readonly toMs: number;
}

/** The objects that quotas count, counted again when a quota is created or changed. */
export interface Countable {
  readonly pods: Iterable<Pod>;
  /** The other objects that a quota can count, each with its kind. */
  readonly objects: Iterable<readonly [of: AnyKind, namespace: string]>;
}

/** Called with the new usage of a ResourceQuota object. */
export type UsedChanged = (quota: ResourceQuota, used: ResourceList) => void;

interface Account {
  readonly quota: HardQuota;
  /** `undefined` for a quota of the plan. */
  readonly object: ResourceQuota | undefined;
  /** By namespace. */
  readonly used: Map<string, Map<string, Quantity>>;
}

const ONE: Quantity = { billionths: 1_000_000_000n, notation: "decimal" };

export class QuotaLedger {
  #accounts: readonly Account[];
  readonly #count: () => Countable;
  readonly #usedChanged: UsedChanged;

  constructor(quotas: readonly HardQuota[], count: () => Countable, usedChanged: UsedChanged) {
    this.#accounts = quotas.map((quota) => ({ quota, object: undefined, used: new Map() }));
    this.#count = count;
    this.#usedChanged = usedChanged;
  }

  /** Whether there is anything to count. */
  get isEmpty(): boolean {
    return this.#accounts.length === 0;
  }

  /** Counts the usage of a ResourceQuota object again after it was created, changed or deleted. */
  quotaChanged(type: CommitType, object: ResourceQuota): void {
    const { namespace, name, uid } = object.metadata;
    const others = this.#accounts.filter((account) => account.object?.metadata.uid !== uid);
    this.#accounts = others;
    if (type === "DELETED") return;
    const { hard = {}, ...scopes } = object.spec ?? {};
    const quota = { name, namespace, hard, ...scopes, fromMs: 0, toMs: Number.POSITIVE_INFINITY };
    const account: Account = { quota, object, used: new Map() };
    this.#accounts = [...others, account];
    const { pods, objects } = this.#count();
    for (const pod of pods) if (pod.metadata.namespace === namespace) bookPod(account, pod, plus);
    for (const [of, place] of objects) if (place === namespace) book(account, namespace, usageOfObject(of), plus);
    this.#report(account);
  }

  /** Why a pod may not be created; `undefined` if it may. */
  podRefusal(namespace: string, spec: PodSpec, nowMs: number): string | undefined {
    const facts = this.#factsOf(namespace, nowMs);
    if (facts.length === 0) return undefined;
    const answer = checkQuotas(facts, podQuotaRequest(spec, podUsage({ spec }, 0)));
    return answer.kind === "refused" ? answer.message : undefined;
  }

  /** Why an object of another kind may not be created; `undefined` if it may. */
  objectRefusal(of: AnyKind, namespace: string, nowMs: number): string | undefined {
    const facts = this.#factsOf(namespace, nowMs);
    if (facts.length === 0) return undefined;
    const usage = usageOfObject(of);
    const answer = checkQuotas(facts, { usage, isCounted: (name) => usage.has(name) });
    return answer.kind === "refused" ? answer.message : undefined;
  }

  /** Books a pod that is new, has finished, or is gone. */
  podChanged(type: CommitType, pod: Pod, previous: Pod | undefined): void {
    const before = previous === undefined ? undefined : isTerminalPhase(previous.status.phase);
    const after = type === "DELETED" ? undefined : isTerminalPhase(pod.status.phase);
    if (before === after) return;
    for (const account of this.#accounts) {
      if (!isOf(account.quota, pod.metadata.namespace)) continue;
      if (previous !== undefined) bookPod(account, previous, minus);
      if (after !== undefined) bookPod(account, pod, plus);
      this.#report(account);
    }
  }

  /** Books an object of another kind that is new or gone. */
  objectChanged(of: AnyKind, type: CommitType, namespace: string): void {
    if (type === "MODIFIED") return;
    const usage = usageOfObject(of);
    for (const account of this.#accounts) {
      if (!isOf(account.quota, namespace)) continue;
      if (book(account, namespace, usage, type === "ADDED" ? plus : minus)) this.#report(account);
    }
  }

  #report({ object, quota, used }: Account): void {
    if (object !== undefined) this.#usedChanged(object, usedOf(quota, used.get(object.metadata.namespace)));
  }

  #factsOf(namespace: string, nowMs: number): QuotaFacts[] {
    return this.#accounts
      .filter(({ quota }) => quota.fromMs <= nowMs && nowMs < quota.toMs && isOf(quota, namespace))
      .map(({ quota, used }) => ({
        metadata: { name: quota.name, namespace },
        spec: quota,
        status: { hard: quota.hard, used: usedOf(quota, used.get(namespace)) },
      }));
  }
}

function isOf(quota: HardQuota, namespace: string): boolean {
  return quota.namespace === undefined || quota.namespace === namespace;
}

function usedOf({ hard }: HardQuota, used: ReadonlyMap<string, Quantity> | undefined): ResourceList {
  return listOfAmounts(new Map(Object.keys(hard).map((name) => [name, used?.get(name) ?? NOTHING] as const)));
}

function bookPod(account: Account, pod: Pod, change: typeof plus): void {
  if (isMeant({ spec: account.quota }, pod.spec)) book(account, pod.metadata.namespace, podUsage(pod, 0), change);
}

/** Returns whether the quota counts any of the usage. */
function book({ quota, used: all }: Account, namespace: string, usage: ResourceAmounts, change: typeof plus): boolean {
  const used = all.get(namespace) ?? new Map<string, Quantity>();
  all.set(namespace, used);
  let isCounted = false;
  for (const name of Object.keys(quota.hard)) {
    const amount = usage.get(name);
    if (amount === undefined) continue;
    used.set(name, change(used.get(name) ?? NOTHING, amount));
    isCounted = true;
  }
  return isCounted;
}

/** Objects count as `count/jobs.batch`; those of the core group under their plain name as well. */
function usageOfObject({ qualifiedResource, group }: AnyKind): ResourceAmounts {
  const plain = group === "" ? [qualifiedResource] : [];
  return new Map([`count/${qualifiedResource}`, ...plain].map((name) => [name, ONE] as const));
}
