/** How disrupted a zone is, and how fast its lost nodes are tainted. */

import type { Node } from "../../api/node.ts";
import type { ConditionStatus } from "../../api/types.ts";
import { FEW_LOST_NODES, type NodeLifecycleSettings } from "./settings.ts";

export type ZoneState = "Initial" | "Normal" | "PartialDisruption" | "FullDisruption";

/** The zone of a node (`GetZoneKey`): its region and zone labels, empty if it has neither. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const region = labels["topology.kubernetes.io/region"] ?? "";
  const zone = labels["topology.kubernetes.io/zone"] ?? "";
  return region === "" && zone === "" ? "" : `${region}:\u0000:${zone}`;
}

/** `ComputeZoneState`: the state of a zone from the Ready statuses of its nodes (`undefined` without the condition). */
export function zoneStateOf(
  ready: readonly (ConditionStatus | undefined)[],
  { unhealthyZoneThreshold }: NodeLifecycleSettings,
): ZoneState {
  const lost = ready.filter((status) => status !== "True").length;
  if (lost > 0 && lost === ready.length) return "FullDisruption";
  // Both in single precision, as Kubernetes compares them.
  const share = Math.fround(lost / ready.length);
  return lost > FEW_LOST_NODES && share >= Math.fround(unhealthyZoneThreshold) ? "PartialDisruption" : "Normal";
}

/** Nodes per second that get the NoExecute taint in a zone of this state and size (`setLimiterInZone`). */
export function taintingRate(state: ZoneState, size: number, settings: NodeLifecycleSettings): number {
  if (state !== "PartialDisruption") return settings.evictionRate;
  return size > settings.largeClusterThreshold ? settings.secondaryEvictionRate : 0;
}
