/** Rejects nodes that the pod does not select, and scores nodes by its preferred terms (NodeAffinity). */

import { matchesNodeSelector, matchesNodeTerm, matchesRequiredNodeAffinity } from "../../api/node-selector.ts";
import type { NodeAffinity, NodeSelector } from "../../api/scheduling-types.ts";
import { type FilterPlugin, objectFilter, type PreFiltered, type ScorePlugin, SKIP } from "../framework/plugin.ts";
import { type PluginVerdict, unresolvable } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodInfo } from "../pod-info.ts";
import { normalise } from "./normalise.ts";

const NAME = "NodeAffinity";
const REFUSED = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const REFUSED_BY_PROFILE = unresolvable(NAME, "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable(NAME, "pod affinity terms conflict");

/** @param addedAffinity affinity that the scheduler profile adds to every pod */
export function nodeAffinityWith(addedAffinity: NodeAffinity | undefined): FilterPlugin {
  const added = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    name: NAME,
    preFilter: (pod): PreFiltered => {
      const { nodeSelector, affinity } = pod.shape.spec;
      const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      if (added === undefined && nodeSelector === undefined && required === undefined) return SKIP;
      const { pinnedNodes } = pod.shape;
      if (pinnedNodes?.size === 0) return { kind: "refused", verdict: CONFLICT };
      const filter = objectFilter((node) => nodeAffinityVerdict(pod, { node }, added));
      return pinnedNodes === undefined
        ? { kind: "filter", filter }
        : { kind: "filter", filter, onlyNodes: pinnedNodes };
    },
  };
}

export const nodeAffinity = nodeAffinityWith(undefined);

/** Why the pod or the profile does not select a node. */
export function nodeAffinityVerdict(
  pod: PodInfo,
  { node }: Pick<NodeInfo, "node">,
  added?: NodeSelector,
): PluginVerdict | undefined {
  if (added !== undefined && !matchesNodeSelector(added, node)) return REFUSED_BY_PROFILE;
  return matchesRequiredNodeAffinity(pod.shape.spec, node) ? undefined : REFUSED;
}

/** Scores nodes by the sum of the weights of matching preferred terms. */
export function nodeAffinityScoreWith(addedAffinity: NodeAffinity | undefined): ScorePlugin {
  const added = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    name: NAME,
    weight: 2,
    preScore: ({ shape }) => {
      const terms = [...added, ...shape.preferredNodes];
      if (terms.length === 0) return undefined;
      return {
        score: ({ node }) =>
          terms.reduce((sum, { preference, weight }) => sum + (matchesNodeTerm(preference, node) ? weight : 0), 0),
        readsObjectOnly: true,
        normalise,
      };
    },
  };
}

export const nodeAffinityScore = nodeAffinityScoreWith(undefined);

/** Whether the pod selects a node. */
export function selectsNode({ shape }: PodInfo, { node }: Pick<NodeInfo, "node">): boolean {
  return matchesRequiredNodeAffinity(shape.spec, node);
}
