/** What stands between a request to create something and the registries: priorities first, quotas last. */

import { JOB, POD } from "../../api/kinds/workloads.ts";
import { oncePerObject } from "../../api/once-per-object.ts";
import type { PodSpec } from "../../api/types.ts";
import { type ApiError, accepted, type KindNames, type Result, refused } from "../errors.ts";
import type { Storage } from "../storage.ts";
import { type Prioritised, type PriorityClasses, withPriority } from "./priority.ts";
import { type HardQuota, QuotaLedger } from "./quota/quota-ledger.ts";

export interface AdmissionSettings {
  /** Without classes nobody looks at priorities. */
  readonly priorityClasses?: PriorityClasses | undefined;
  readonly quotas?: readonly HardQuota[] | undefined;
}

export class Admission {
  readonly #storage: Storage;
  readonly #prioritise: ((spec: PodSpec) => Prioritised) | undefined;
  readonly #ledger: QuotaLedger | undefined;

  constructor(storage: Storage, { priorityClasses, quotas = [] }: AdmissionSettings) {
    this.#storage = storage;
    // Pods of a Job share their spec, and go on sharing it.
    this.#prioritise = priorityClasses && oncePerObject((spec: PodSpec) => withPriority(spec, priorityClasses));
    const ledger = quotas.length === 0 ? undefined : new QuotaLedger(quotas);
    this.#ledger = ledger;
    if (ledger !== undefined) storage.log.follow((entry) => ledger.follow(entry));
  }

  /** The spec that a pod is stored with, or why it is not. */
  admitPod(namespace: string, name: string, given: PodSpec): Result<PodSpec> {
    const prioritised = this.#prioritise?.(given) ?? { spec: given };
    if ("problem" in prioritised) return refused(forbidden(POD, name, prioritised.problem));
    const { spec } = prioritised;
    const refusal = this.#ledger?.podRefusal(namespace, spec, this.#storage.timeMs);
    return refusal === undefined ? accepted(spec) : refused(forbidden(POD, name, refusal));
  }

  /** Why a Job is not stored; `undefined` if it is. */
  refuseJob(namespace: string, name: string): ApiError | undefined {
    const refusal = this.#ledger?.jobRefusal(namespace, this.#storage.timeMs);
    return refusal === undefined ? undefined : forbidden(JOB, name, refusal);
  }
}

function forbidden(kind: KindNames, name: string, why: string): ApiError {
  const message = `${kind.qualifiedResource} "${name}" is forbidden: ${why}`;
  return { reason: "Forbidden", message, about: { kind, name } };
}
