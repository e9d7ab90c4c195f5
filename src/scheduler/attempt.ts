/** One attempt to find a node for a pod: filters, then scores, or otherwise preemption (`schedulePod`, PostFilter). */

import type { AttemptWorld } from "./attempt-world.ts";
import { countReasons, fitErrorMessage } from "./fit-error.ts";
import { prepareFilters } from "./framework/filter-cycle.ts";
import { findFeasible, type Search } from "./framework/find-feasible.ts";
import type { NodeFilter } from "./framework/plugin.ts";
import { type PluginScores, scoreNodes, totalsOf } from "./framework/score-cycle.ts";
import type { PluginVerdict } from "./framework/verdict.ts";
import type { NodeInfo } from "./node-info.ts";
import type { PodInfo } from "./pod-info.ts";
import { type PostFiltered, preempt } from "./preemption/preempt.ts";

/** The scores of the feasible nodes, for observers. */
export interface Scored {
  readonly nodes: readonly NodeInfo[];
  readonly plugins: readonly PluginScores[];
  readonly totals: readonly number[];
}

export type AttemptOutcome =
  | {
      readonly kind: "fits";
      readonly node: NodeInfo;
      readonly search: Search;
      /** Absent if only one node is feasible. */
      readonly scored?: Scored;
    }
  | {
      readonly kind: "unschedulable";
      readonly message: string;
      readonly rejectors: ReadonlySet<string>;
      readonly search?: Search;
      readonly postFiltered: PostFiltered;
    }
  | { readonly kind: "noNodes"; readonly message: string };

const NO_NODES: AttemptOutcome = { kind: "noNodes", message: "no nodes available to schedule pods" };

/**
 * Looks for a node.
 *
 * @param pod the version in the queue
 * @param latest the latest version, which preemption uses; `undefined` if the pod is gone
 */
export function tryPod(pod: PodInfo, latest: PodInfo | undefined, world: AttemptWorld): AttemptOutcome {
  const { snapshot, profile, switches } = world;
  if (snapshot.nodes.length === 0) return NO_NODES;
  const prepared = prepareFilters(profile.filters, pod, snapshot, switches);
  if (prepared.kind === "refused") return refusedAsAWhole(pod, latest, prepared.verdict, world);
  const search = findFeasible(pod, prepared, world);
  const { feasible } = search;
  const [first] = feasible;
  if (first === undefined) {
    return unschedulableOutcome(pod, latest, prepared.filters, search, prepared.limitedBy, world);
  }
  if (feasible.length === 1) return { kind: "fits", node: first, search };
  const plugins = scoreNodes(profile.scores, pod, feasible, snapshot, switches);
  const totals = totalsOf(plugins, feasible.length);
  const most = Math.max(...totals);
  const best = feasible.filter((_node, at) => totals[at] === most);
  return { kind: "fits", node: world.chooseNode(best) ?? first, search, scored: { nodes: feasible, plugins, totals } };
}

/**
 * The outcome of a search without a feasible node, after trying preemption.
 *
 * @param limitedBy plugins that excluded nodes in PreFilter
 */
export function unschedulableOutcome(
  pod: PodInfo,
  latest: PodInfo | undefined,
  filters: readonly NodeFilter[],
  search: Search,
  limitedBy: readonly string[],
  world: AttemptWorld,
): AttemptOutcome {
  const { snapshot, switches } = world;
  const rejectors = new Set([...limitedBy, ...[...search.verdicts.values()].map(({ plugin }) => plugin)]);
  const postFiltered = preempt(pod, latest, filters, search.verdicts, world);
  const reasons = countReasons([...search.verdicts.values()].map((verdict) => verdict.reasons));
  const excluded = snapshot.nodes.length - search.verdicts.size;
  if (excluded > 0 && switches.pinnedNodesCounted) {
    reasons.set(`node(s) didn't satisfy plugin(s) [${limitedBy.join(" ")}]`, excluded);
  }
  return unschedulable(world, rejectors, postFiltered, { preFilterMessage: "", reasons, search });
}

/** The outcome for a pod that PreFilter rejects, for example because its affinity terms conflict. */
function refusedAsAWhole(
  pod: PodInfo,
  latest: PodInfo | undefined,
  verdict: PluginVerdict,
  world: AttemptWorld,
): AttemptOutcome {
  const [preFilterMessage = ""] = verdict.reasons;
  const rejectors = new Set([verdict.plugin]);
  const { snapshot, switches } = world;
  // DynamicResources fails in PostFilter because its PreFilter state is missing, which ends PostFilter.
  const postFiltered: PostFiltered = switches.dynamicResources
    ? { kind: "kept", message: "not found" }
    : preempt(pod, latest, [], new Map(snapshot.nodes.map(({ name }) => [name, verdict])), world);
  return unschedulable(world, rejectors, postFiltered, { preFilterMessage, reasons: new Map() });
}

interface Findings {
  readonly preFilterMessage: string;
  readonly reasons: ReadonlyMap<string, number>;
  readonly search?: Search;
}

function unschedulable(
  { snapshot, switches }: AttemptWorld,
  rejectors: ReadonlySet<string>,
  postFiltered: PostFiltered,
  { preFilterMessage, reasons, search }: Findings,
): AttemptOutcome {
  const postFilterMessage = postFiltered.kind === "nominated" ? "" : postFiltered.message;
  const failure = { nodeCount: snapshot.nodes.length, preFilterMessage, reasons, postFilterMessage };
  const message = fitErrorMessage(failure, switches);
  const found = search === undefined ? {} : { search };
  return { kind: "unschedulable", message, rejectors, postFiltered, ...found };
}
