/** Dry-runs preemption on the nodes where it may help (`findCandidates`, `DryRunPreemption`). */

import type { PluginVerdict } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { KnownDryRuns } from "./known-dry-runs.ts";
import { type Candidate, type DryRunInputs, selectVictims } from "./select-victims.ts";

/** At least this percentage of the nodes, and at least this many, are tried. */
const LEAST_PERCENTAGE = 10;
const LEAST_NODES = 100;

export interface DryRuns {
  readonly candidates: readonly Candidate[];
  /** Why preemption does not help on the other nodes that were tried. */
  readonly verdicts: ReadonlyMap<string, PluginVerdict>;
}

/**
 * Tries nodes until there are enough candidates, including one that violates no budget.
 *
 * @param nodes nodes where preemption may help
 * @param offset index of the first node to try
 * @param known cached dry runs; absent if pods on other nodes matter
 */
export function findCandidates(
  nodes: readonly NodeInfo[],
  offset: number,
  inputs: DryRunInputs,
  known?: KnownDryRuns,
): DryRuns {
  const wanted = Math.min(nodes.length, Math.max(LEAST_NODES, Math.trunc((nodes.length * LEAST_PERCENTAGE) / 100)));
  const candidates: Candidate[] = [];
  const verdicts = new Map<string, PluginVerdict>();
  let withoutViolation = 0;
  for (let step = 0; step < nodes.length; step++) {
    const node = nodes[(offset + step) % nodes.length];
    if (node === undefined) continue;
    const outcome = known === undefined ? selectVictims(node, inputs) : known.try(node, inputs);
    if (outcome.kind === "refused") verdicts.set(node.name, outcome.verdict);
    if (outcome.kind !== "candidate") continue;
    candidates.push(outcome.candidate);
    if (outcome.candidate.pdbViolations === 0) withoutViolation++;
    if (withoutViolation > 0 && candidates.length >= wanted) break;
  }
  return { candidates, verdicts };
}
