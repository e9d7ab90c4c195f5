/**
 * The admission chain that a create passes before it reaches a registry, in Kubernetes' order: limits are filled in and
 * priorities resolved, then limits and policies are checked, and quotas last.
 */

import { equalJson } from "../../api/json.ts";
import type { AnyKind } from "../../api/kinds/kind.ts";
import { isOfKind } from "../../api/kinds/kind.ts";
import { LIMIT_RANGE, type LimitRange } from "../../api/kinds/limit-range.ts";
import { PRIORITY_CLASS, type PriorityClass, RESOURCE_QUOTA } from "../../api/kinds/simple-kinds.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject, Pod, PodSpec } from "../../api/types.ts";
import { type ApiError, accepted, forbidden, type KindNames, type Result, refused } from "../errors.ts";
import type { CommitType } from "../log.ts";
import { type LimitedPod, LimitRanges, type PlannedLimitRange } from "./limit-range/limit-ranges.ts";
import { type KnownClasses, knownClasses, type PriorityClasses, withPriority } from "./priority.ts";
import { type Countable, type HardQuota, QuotaLedger, type UsedChanged } from "./quota/quota-ledger.ts";
import { type PolicyRefusal, refusalOf } from "./refusals.ts";

export interface AdmissionSettings {
  /** Without classes and without `needsClasses`, priorities are left as they are. */
  readonly priorityClasses?: PriorityClasses | undefined;
  /** Whether a pod may only name a class that exists. True in every cluster; false if no classes are simulated. */
  readonly needsClasses?: boolean;
  readonly quotas?: readonly HardQuota[] | undefined;
  readonly limitRanges?: readonly PlannedLimitRange[] | undefined;
  readonly refusals?: readonly PolicyRefusal[] | undefined;
}

/** The state of the cluster that admission reads. */
export interface AdmissionWorld {
  /** An object literal with its own getter would be as slow as a new class for each run. */
  readonly clock: { readonly timeMs: number };
  readonly count: () => Countable;
  readonly usedChanged: UsedChanged;
}

export class Admission {
  readonly #world: AdmissionWorld;
  readonly #settings: AdmissionSettings;
  readonly #ledger: QuotaLedger;
  readonly #ranges: LimitRanges;
  readonly #rangeObjects = new Map<string, LimitRange>();
  readonly #classObjects = new Map<string, PriorityClass>();
  /** Classes of the plan and of created objects, resolved on first use. */
  #classes: KnownClasses | undefined;
  /** Whether there is nothing that could change or refuse an object. */
  #isIdle = true;
  /** Whether this is so except for pods that name a priority class. */
  #onlyLooksAtClasses = true;

  constructor(world: AdmissionWorld, settings: AdmissionSettings = {}) {
    const { quotas = [], limitRanges = [] } = settings;
    this.#world = world;
    this.#settings = settings;
    this.#ledger = new QuotaLedger(quotas, world.count, world.usedChanged);
    this.#ranges = new LimitRanges(limitRanges, () => this.#rangeObjects.values());
    this.#settle();
  }

  /** Whether it is certain from the spec that a pod is admitted unchanged. */
  leavesAlone({ priorityClassName = "" }: PodSpec): boolean {
    return this.#onlyLooksAtClasses && (this.#isIdle || priorityClassName === "");
  }

  /** Returns the pod as it will be stored, or the error that refuses it. */
  admitPod(namespace: string, name: string, given: LimitedPod): Result<LimitedPod> {
    const { spec: defaulted, annotations } = this.#ranges.withDefaults(namespace, given);
    const prioritised = this.#hasPriorities(defaulted.priorityClassName)
      ? withPriority(defaulted, this.#knownClasses())
      : { spec: defaulted };
    if ("problem" in prioritised) return refused(forbidden("pods", name, prioritised.problem));
    const { spec } = prioritised;
    const outside = this.#ranges.refusal(namespace, spec);
    if (outside !== undefined) return refused(forbidden("pods", name, outside));
    const policy = this.#policyAgainst(POD, namespace, name);
    if (policy !== undefined) return refused(policy);
    const exceeded = this.#ledger.podRefusal(namespace, spec, this.#world.clock.timeMs);
    return exceeded === undefined ? accepted({ spec, annotations }) : refused(beyondQuota("pods", name, exceeded));
  }

  /** Returns why an object of another kind is refused; `undefined` if it is admitted. */
  refuse(of: AnyKind, namespace: string, name: string): ApiError | undefined {
    if (this.#isIdle) return undefined;
    const policy = of === JOB ? this.#policyAgainst(of, namespace, name) : undefined;
    if (policy !== undefined) return policy;
    const exceeded = this.#ledger.objectRefusal(of, namespace, this.#world.clock.timeMs);
    return exceeded === undefined ? undefined : beyondQuota(of, name, exceeded);
  }

  /** Updates the usage of quotas after a commit of a pod. */
  podChanged(type: CommitType, pod: Pod, previous: Pod | undefined): void {
    if (!this.#ledger.isEmpty) this.#ledger.podChanged(type, pod, previous);
  }

  /** Updates the usage of quotas, and the objects that admission itself reads, after a commit of another kind. */
  objectChanged(of: AnyKind, type: CommitType, object: KubeObject, previous: KubeObject | undefined): void {
    if (!this.#ledger.isEmpty) this.#ledger.objectChanged(of, type, object.metadata.namespace);
    const { uid } = object.metadata;
    if (isOfKind(RESOURCE_QUOTA, object)) {
      const before = previous !== undefined && isOfKind(RESOURCE_QUOTA, previous) ? previous.spec : undefined;
      if (type !== "MODIFIED" || !equalJson(before, object.spec)) this.#ledger.quotaChanged(type, object);
    } else if (isOfKind(LIMIT_RANGE, object)) {
      if (type === "DELETED") this.#rangeObjects.delete(uid);
      else this.#rangeObjects.set(uid, object);
    } else if (isOfKind(PRIORITY_CLASS, object)) {
      if (type === "DELETED") this.#classObjects.delete(uid);
      else this.#classObjects.set(uid, object);
      this.#classes = undefined;
    } else return;
    this.#settle();
  }

  #knownClasses(): KnownClasses {
    this.#classes ??= knownClasses(this.#settings.priorityClasses ?? {}, this.#classObjects.values());
    return this.#classes;
  }

  /** A pod without a class is only looked at if some class could be its default. */
  #hasPriorities(className = ""): boolean {
    const { priorityClasses, needsClasses = false } = this.#settings;
    if (priorityClasses !== undefined || this.#classObjects.size > 0) return true;
    return needsClasses && className !== "";
  }

  #policyAgainst(of: KindNames, namespace: string, name: string): ApiError | undefined {
    const message = refusalOf(this.#settings.refusals ?? [], of, namespace, this.#world.clock.timeMs);
    return message === undefined ? undefined : { reason: "Forbidden", message, about: { kind: of, name } };
  }

  #settle(): void {
    const { priorityClasses, needsClasses = false, limitRanges = [], refusals = [] } = this.#settings;
    const isPlanned = priorityClasses !== undefined || limitRanges.length + refusals.length > 0;
    const objects = this.#rangeObjects.size + this.#classObjects.size;
    this.#onlyLooksAtClasses = !isPlanned && objects === 0 && this.#ledger.isEmpty;
    this.#isIdle = this.#onlyLooksAtClasses && !needsClasses;
  }
}

function beyondQuota(of: "pods" | KindNames, name: string, why: string): ApiError {
  return { ...forbidden(of, name, why), isQuotaExceeded: true };
}
