/** Who was on which node of a cluster, and when; who waited for one; and which nodes were there. */

import type { Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { NodePresence, type Span } from "./node-presence.ts";

/** The way of one pod through a cluster; instants are virtual milliseconds. */
export interface NodeStay {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** The Job that the pod belongs to, or the pod itself. */
  readonly owner: string;
  readonly createdMs: number;
  /** When it got a node; absent if it never did. */
  readonly boundMs?: number;
  readonly node?: string;
  /** When it gave its room back; the end of the run if it never did. */
  readonly leftMs: number;
  /** As it was created. */
  readonly pod: Pod;
  /** What it was told when it found no node, each text once. */
  readonly reasons: readonly { readonly atMs: number; readonly message: string }[];
}

export interface ClusterAccount {
  readonly endMs: number;
  readonly nodes: readonly PlannedNode[];
  /** In the order of their creation. */
  readonly stays: readonly NodeStay[];
  /** When each node was there, by its name: all the time, unless its object went. */
  readonly presence: ReadonlyMap<string, readonly Span[]>;
}

interface OpenStay {
  readonly first: PodCommit;
  boundMs?: number;
  node?: string;
  leftMs?: number;
  reasons: { atMs: number; message: string }[];
}

/**
 * Reads what happened to the nodes of a run from its log.
 *
 * @param simulation a run whose log was recorded in full
 * @returns nothing if the run has no nodes
 */
export function readCluster(simulation: Simulation): ClusterAccount | undefined {
  const { plan, log, loop } = simulation;
  const { cluster } = plan;
  if (cluster === undefined) return undefined;
  const presence = new NodePresence(cluster.nodes);
  for (const entry of log.entries) presence.follow(entry);
  const endMs = loop.nowMs;
  return { endMs, nodes: cluster.nodes, stays: readStays(simulation), presence: presence.until(endMs) };
}

/** The way of each pod of a run, whether or not it has nodes, in the order of their creation. */
export function readStays({ log, loop }: Simulation): NodeStay[] {
  const stays = new Map<number, OpenStay>();
  for (const entry of log.entries) if (entry.kind === "commit" && entry.resource === "pods") follow(stays, entry);
  return [...stays.values()].map((stay) => closedStay(stay, loop.nowMs));
}

function follow(stays: Map<number, OpenStay>, commit: PodCommit): void {
  const { slot, timeMs, type, object } = commit;
  const stay = stays.get(slot) ?? { first: commit, reasons: [] };
  stays.set(slot, stay);
  const { nodeName } = object.spec;
  if (stay.boundMs === undefined && nodeName !== undefined) {
    stay.boundMs = timeMs;
    stay.node = nodeName;
  } else if (nodeName === undefined) {
    const told = object.status.conditions?.find((one) => one.type === "PodScheduled" && one.status === "False");
    const message = told?.message;
    if (message !== undefined && stay.reasons.at(-1)?.message !== message) stay.reasons.push({ atMs: timeMs, message });
  }
  if (type === "DELETED" || isTerminalPhase(object.status.phase)) stay.leftMs ??= timeMs;
}

function closedStay({ first, boundMs, node, leftMs, reasons }: OpenStay, endMs: number): NodeStay {
  const { namespace, name, uid, ownerReferences = [] } = first.object.metadata;
  return {
    uid,
    namespace,
    name,
    owner: ownerReferences.find(({ controller }) => controller === true)?.name ?? name,
    createdMs: first.timeMs,
    ...(boundMs === undefined ? {} : { boundMs }),
    ...(node === undefined ? {} : { node }),
    leftMs: leftMs ?? endMs,
    pod: first.object,
    reasons,
  };
}
