/** The plugins of the scheduler and their order. */

import { balancedAllocation } from "../plugins/balanced-allocation.ts";
import { fitScore } from "../plugins/fit-score.ts";
import { imageLocality } from "../plugins/image-locality.ts";
import { interPodAffinity } from "../plugins/inter-pod-affinity.ts";
import { interPodAffinityScore } from "../plugins/inter-pod-affinity-score.ts";
import { nodeAffinity, nodeAffinityScore } from "../plugins/node-affinity.ts";
import { nodeName } from "../plugins/node-name.ts";
import { nodePorts } from "../plugins/node-ports.ts";
import { nodeResourcesFit } from "../plugins/node-resources-fit.ts";
import { nodeUnschedulable } from "../plugins/node-unschedulable.ts";
import { podTopologySpread } from "../plugins/pod-topology-spread.ts";
import { spreadScore } from "../plugins/spread-score.ts";
import { taintToleration, taintTolerationScore } from "../plugins/taint-toleration.ts";
import type { FilterPlugin, ScorePlugin } from "./plugin.ts";

export interface Profile {
  readonly filters: readonly FilterPlugin[];
  readonly scores: readonly ScorePlugin[];
}

/** The default profile without plugins for volumes and devices, which are not simulated. */
export const DEFAULT_PROFILE: Profile = {
  filters: [
    nodeUnschedulable,
    nodeName,
    taintToleration,
    nodeAffinity,
    nodePorts,
    nodeResourcesFit,
    podTopologySpread,
    interPodAffinity,
  ],
  scores: [
    taintTolerationScore,
    nodeAffinityScore,
    spreadScore,
    interPodAffinityScore,
    fitScore,
    balancedAllocation,
    imageLocality,
  ],
};
