/** Selects a minimal set of victims on a node so that a pod fits (`SelectVictimsOnNode`). */

import type { DisruptionBudgetFacts } from "../../api/scheduling-types.ts";
import { addPod, checkNodeWithNominated, removePod } from "../framework/filter-cycle.ts";
import type { NodeFilter } from "../framework/plugin.ts";
import { type PluginVerdict, unresolvable } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { Nominator } from "../nominator.ts";
import type { PodInfo } from "../pod-info.ts";
import { partitionByBudgets } from "./disruption-budgets.ts";
import { byImportance } from "./importance.ts";

export const NO_VICTIMS_TEXT = "No preemption victims found for incoming pod";
const NO_VICTIMS = unresolvable("DefaultPreemption", NO_VICTIMS_TEXT);

/** A node for preemption with its victims. */
export interface Candidate {
  readonly nodeName: string;
  /** Most important first. */
  readonly victims: readonly PodInfo[];
  readonly pdbViolations: number;
}

export type DryRun =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  | { readonly kind: "refused"; readonly verdict: PluginVerdict }
  /** The filters contradict themselves: the node fits with all pods back on it. */
  | { readonly kind: "contradiction" };

/** What a dry run needs from the failed attempt. */
export interface DryRunInputs {
  readonly pod: PodInfo;
  readonly filters: readonly NodeFilter[];
  readonly nominator: Nominator;
  readonly budgets: readonly DisruptionBudgetFacts[];
}

/** Removes all pods of lower priority from the node, then adds back as many as possible, most important first. */
export function selectVictims(given: NodeInfo, { pod, filters, nominator, budgets }: DryRunInputs): DryRun {
  const lower = [...given.pods].filter((other) => other.priority < pod.priority);
  if (lower.length === 0) return { kind: "refused", verdict: NO_VICTIMS };
  const node = given.clone();
  const copies = filters.map((filter) => filter.clone());
  for (const other of lower) removePod(copies, other, node);
  const verdict = checkNodeWithNominated(copies, pod, node, nominator);
  if (verdict !== undefined) return { kind: "refused", verdict };
  const { violating, others } = partitionByBudgets([...lower].sort(byImportance), budgets);
  const isSpared = (victim: PodInfo) => {
    addPod(copies, victim, node);
    if (checkNodeWithNominated(copies, pod, node, nominator) === undefined) return true;
    removePod(copies, victim, node);
    return false;
  };
  const violatingVictims = violating.filter((victim) => !isSpared(victim));
  const otherVictims = others.filter((victim) => !isSpared(victim));
  const victims = [...violatingVictims, ...otherVictims];
  if (victims.length === 0) return { kind: "contradiction" };
  const isMixed = violatingVictims.length > 0 && otherVictims.length > 0;
  const pdbViolations = violatingVictims.length;
  const sorted = isMixed ? victims.sort(byImportance) : victims;
  return { kind: "candidate", candidate: { nodeName: given.name, victims: sorted, pdbViolations } };
}
