/** Rejects nodes without enough resources for the pod. */

import { type FilterPlugin, plainFilter } from "../framework/plugin.ts";
import type { PluginVerdict } from "../framework/verdict.ts";
import type { NodeInfo } from "../node-info.ts";
import type { PodShape } from "../pod-shape.ts";
import { isExtendedResource } from "../resources.ts";
import type { SchedulerSwitches } from "../switches.ts";

export const FIT = "NodeResourcesFit";
const PLACES = "pods";

/** Extended resources to ignore. */
export interface FitArgs {
  readonly ignoredResources?: readonly string[];
  /** Domains of extended resources (before the slash). */
  readonly ignoredResourceGroups?: readonly string[];
}

/** A resource of which a node has too little; amounts are milli-CPUs, bytes, pieces. */
export interface Shortage {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

export function nodeResourcesFitWith(args: FitArgs): FilterPlugin {
  return {
    name: FIT,
    preFilter: ({ shape }, _snapshot, { oversizedRequest }) => ({
      kind: "filter",
      filter: plainFilter((node) => fitVerdict(shape, node, oversizedRequest, args)),
    }),
  };
}

export const nodeResourcesFit = nodeResourcesFitWith({});

/** Why a pod does not fit on a node; `undefined` if it does. */
export function fitVerdict(
  shape: PodShape,
  node: NodeInfo,
  oversizedRequest: SchedulerSwitches["oversizedRequest"],
  args: FitArgs = {},
): PluginVerdict | undefined {
  const shortages = shortagesOf(shape, node, args);
  if (shortages.length === 0) return undefined;
  const isHopeless = oversizedRequest === "unresolvable" && shortages.some(isBeyondNode);
  const code = isHopeless ? "UnschedulableAndUnresolvable" : "Unschedulable";
  return { plugin: FIT, code, reasons: shortages.map(reasonOf) };
}

const NONE: readonly Shortage[] = [];

/** Whether the pod requests more than the whole node has; does not apply to the number of pods. */
function isBeyondNode({ resource, requested, capacity }: Shortage): boolean {
  return resource !== PLACES && requested > capacity;
}

function reasonOf({ resource }: Shortage): string {
  return resource === PLACES ? "Too many pods" : `Insufficient ${resource}`;
}

/** The resources that a node lacks for a pod, in the order of the scheduler. */
export function shortagesOf(shape: PodShape, node: NodeInfo, args: FitArgs = {}): readonly Shortage[] {
  if (hasRoom(shape, node, args)) return NONE;
  const { allocatable, requested } = node;
  const { requests } = shape;
  const shortages: Shortage[] = [];
  const { allowedPods: capacity, pods } = node;
  if (pods.length + 1 > capacity) shortages.push({ resource: PLACES, requested: 1, used: pods.length, capacity });
  if (shape.asksForNothing) return shortages;
  const look = (resource: string, asked: number, all: number, used: number) => {
    if (isShort(asked, all, used)) shortages.push({ resource, requested: asked, used, capacity: all });
  };
  look("cpu", requests.milliCpu, allocatable.milliCpu, requested.milliCpu);
  look("memory", requests.memory, allocatable.memory, requested.memory);
  look("ephemeral-storage", requests.ephemeralStorage, allocatable.ephemeralStorage, requested.ephemeralStorage);
  for (const [name, asked] of requests.scalars) {
    if (isIgnored(name, args)) continue;
    look(name, asked, allocatable.scalars.get(name) ?? 0, requested.scalars.get(name) ?? 0);
  }
  return shortages;
}

/** Whether there are no shortages: in a large cluster most nodes that are looked at have room. */
function hasRoom({ requests, asksForNothing }: PodShape, node: NodeInfo, args: FitArgs): boolean {
  if (node.pods.length + 1 > node.allowedPods) return false;
  if (asksForNothing) return true;
  const { allocatable, requested } = node;
  if (isShort(requests.milliCpu, allocatable.milliCpu, requested.milliCpu)) return false;
  if (isShort(requests.memory, allocatable.memory, requested.memory)) return false;
  if (isShort(requests.ephemeralStorage, allocatable.ephemeralStorage, requested.ephemeralStorage)) return false;
  if (requests.scalars.size === 0) return true;
  for (const [name, asked] of requests.scalars) {
    const [all, used] = [allocatable.scalars.get(name) ?? 0, requested.scalars.get(name) ?? 0];
    if (isShort(asked, all, used) && !isIgnored(name, args)) return false;
  }
  return true;
}

function isShort(asked: number, all: number, used: number): boolean {
  return asked > 0 && asked > all - used;
}

function isIgnored(name: string, { ignoredResources = [], ignoredResourceGroups = [] }: FitArgs): boolean {
  if (ignoredResources.length + ignoredResourceGroups.length === 0 || !isExtendedResource(name)) return false;
  return ignoredResources.includes(name) || ignoredResourceGroups.includes(name.slice(0, name.indexOf("/")));
}
