/** Refusals in words that the user gives: what a webhook, PodSecurity or any other policy says to new objects. */

import type { KindNames } from "../errors.ts";

/** In `fromMs <= t < toMs` nothing of the resource is created. */
export interface PolicyRefusal {
  readonly resource: "pods" | "jobs";
  /** All of them, if absent. */
  readonly namespace?: string;
  /** The whole answer, as a client gets it. */
  readonly message: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The answer to whoever creates an object now; `undefined` if nobody refuses it. */
export function refusalOf(
  refusals: readonly PolicyRefusal[],
  of: KindNames,
  namespace: string,
  nowMs: number,
): string | undefined {
  const found = refusals.find(
    (refusal) =>
      refusal.resource === of.plural &&
      refusal.fromMs <= nowMs &&
      nowMs < refusal.toMs &&
      (refusal.namespace === undefined || refusal.namespace === namespace),
  );
  return found?.message;
}
