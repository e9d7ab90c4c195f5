/** Preemption of pods with lower priority for a pod without a feasible node (DefaultPreemption). */

import type { AttemptWorld } from "../attempt-world.ts";
import { countReasons, fitErrorMessage } from "../fit-error.ts";
import type { NodeFilter } from "../framework/plugin.ts";
import type { PluginVerdict } from "../framework/verdict.ts";
import type { PodInfo } from "../pod-info.ts";
import { bestCandidates } from "./choose-candidate.ts";
import { preemptionHindrance } from "./eligibility.ts";
import { findCandidates } from "./find-candidates.ts";
import { type Candidate, NO_VICTIMS_TEXT } from "./select-victims.ts";

export type PostFiltered =
  /** Victims were found: the pod is nominated to their node. */
  | { readonly kind: "nominated"; readonly candidate: Candidate }
  /** No victims were found: clears the nomination of the pod. */
  | { readonly kind: "cleared"; readonly message: string }
  /** The nomination of the pod does not change. */
  | { readonly kind: "kept"; readonly message: string };

/** The message of DynamicResources for pods without claims. */
const NO_CLAIMS = "no new claims to deallocate";
const NOT_HELPFUL = "Preemption is not helpful for scheduling";

/**
 * Looks for victims.
 *
 * @param pod the version that was tried
 * @param latest the latest version; `undefined` if the pod is gone
 * @param verdicts why nodes were rejected, by name
 */
export function preempt(
  pod: PodInfo,
  latest: PodInfo | undefined,
  filters: readonly NodeFilter[],
  verdicts: ReadonlyMap<string, PluginVerdict>,
  world: AttemptWorld,
): PostFiltered {
  const { switches, snapshot } = world;
  if (latest === undefined) return { kind: "kept", message: `preemption: pod "${pod.name}" not found` };
  const said = (message: string) => `${switches.dynamicResources ? `${NO_CLAIMS}, ` : ""}preemption: ${message}`;
  // A node that was not checked is gone or was excluded by PreFilter.
  const code = verdicts.get(latest.nominatedNode)?.code ?? "UnschedulableAndUnresolvable";
  const hindrance = preemptionHindrance(latest, code, snapshot, switches);
  if (hindrance !== undefined) return { kind: "kept", message: said(hindrance) };
  const helpable = snapshot.nodes.filter(({ name }) => verdicts.get(name)?.code === "Unschedulable");
  if (!snapshot.hasLowerPriority(latest.priority)) {
    const reasons = new Map(helpable.length === 0 ? [] : [[NO_VICTIMS_TEXT, helpable.length]]);
    return { kind: "cleared", message: said(notHelpful(reasons, helpable.length, world)) };
  }
  const offset = helpable.length > 1 ? world.drawIndex(helpable.length) : 0;
  const inputs = { pod: latest, filters, nominator: world.nominator, budgets: world.budgets };
  const looksAtPods = latest.shape.looksAtPods || snapshot.podsWithTerms.size > 0;
  const known = looksAtPods ? undefined : world.dryRuns;
  const { candidates, verdicts: left } = findCandidates(helpable, offset, inputs, known);
  const best = bestCandidates(candidates);
  const [first] = best;
  const candidate = best.length > 1 ? best[world.drawIndex(best.length)] : first;
  if (candidate !== undefined) return { kind: "nominated", candidate };
  const reasons = countReasons([...left.values()].map((verdict) => verdict.reasons));
  return { kind: "cleared", message: said(notHelpful(reasons, left.size, world)) };
}

/** The message if preemption does not help; nodes that were not tried could not be helped. */
function notHelpful(reasons: Map<string, number>, tried: number, { snapshot, switches }: AttemptWorld): string {
  const nodeCount = snapshot.nodes.length;
  if (nodeCount > tried) reasons.set(NOT_HELPFUL, nodeCount - tried);
  return fitErrorMessage({ nodeCount, preFilterMessage: "", reasons, postFilterMessage: "" }, switches);
}
