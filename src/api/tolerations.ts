/** Taints of nodes, and tolerations of pods (`core/v1` `Toleration.ToleratesTaint`). */

import type { Taint, Toleration } from "./scheduling-types.ts";

/** Options of {@link tolerates}. */
export interface TolerationOptions {
  /** Whether `Gt` and `Lt` compare numbers (gate TaintTolerationComparisonOperators). */
  readonly comparisonOperators?: boolean;
}

/** Effects that keep a pod off a node. */
export const KEEPS_AWAY: ReadonlySet<string> = new Set(["NoSchedule", "NoExecute"]);

/** Whether a toleration matches a taint. An empty key, operator or effect is a wildcard. */
export function tolerates(toleration: Toleration, taint: Taint, options: TolerationOptions = {}): boolean {
  const { key = "", operator = "", effect = "" } = toleration;
  if (effect !== "" && effect !== taint.effect) return false;
  if (key !== "" && key !== taint.key) return false;
  if (operator === "Exists") return true;
  const value = toleration.value ?? "";
  const tainted = taint.value ?? "";
  if (operator === "" || operator === "Equal") return value === tainted;
  return options.comparisonOperators === true && compares(operator, tainted, value);
}

/** Whether any of the tolerations matches a taint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[], options?: TolerationOptions): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint, options));
}

/** The first taint that these tolerations do not match, if any. */
export function untoleratedTaint(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  options?: TolerationOptions,
): Taint | undefined {
  return taints.find((taint) => KEEPS_AWAY.has(taint.effect) && !isTolerated(taint, tolerations, options));
}

/** Integers without leading zeros; anything else compares as false. */
const NUMBER = /^(0|-?[1-9][0-9]*)$/;

function compares(operator: string, tainted: string, value: string): boolean {
  if (!NUMBER.test(tainted) || !NUMBER.test(value)) return false;
  if (operator === "Gt") return BigInt(tainted) > BigInt(value);
  return operator === "Lt" && BigInt(tainted) < BigInt(value);
}
