/** Refusals with a message from the user: how a webhook, PodSecurity or another policy answers creates. */

import type { KindNames } from "../errors.ts";

/** Refuses creates of the resource in `fromMs <= t < toMs`. */
export interface PolicyRefusal {
  readonly resource: "pods" | "jobs";
  /** All namespaces if absent. */
  readonly namespace?: string;
  /** The whole message that a client gets. */
  readonly message: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The message that refuses a create at `nowMs`; `undefined` if no policy does. */
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
