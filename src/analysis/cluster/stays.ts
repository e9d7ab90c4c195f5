/** Which pod was on which node of a cluster, and when; which pods waited for one; and which nodes existed. */

import type { Pod } from "../../api/types.ts";
import type { LogEntry, PodCommit } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { mayAskForGpus } from "../gpu-requests.ts";
import { NodePresence, type Span } from "./node-presence.ts";

/** The path of one pod through a cluster; instants are virtual milliseconds. */
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
  /** When it released its resources; the end of the run if it never did. */
  readonly leftMs: number;
  /** As it was created. */
  readonly pod: Pod;
  /** The reasons given when no node was found for it, each text once. */
  readonly reasons: readonly { readonly atMs: number; readonly message: string }[];
}

export interface ClusterAccount {
  readonly endMs: number;
  readonly nodes: readonly PlannedNode[];
  /** In the order of their creation. */
  readonly stays: readonly NodeStay[];
  /** When each node existed, by its name: all the time, unless its object was deleted. */
  readonly presence: ReadonlyMap<string, readonly Span[]>;
}

/** What a log says about nodes and about pods that need room on them. */
export interface NodesRead {
  readonly stays: readonly NodeStay[];
  /** Nothing if there are no nodes. */
  readonly cluster: ClusterAccount | undefined;
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
  return readNodes(simulation).cluster;
}

/**
 * Paths of the pods of a run, in the order of their creation: all pods if there are nodes or quotas, otherwise only
 * those that request GPUs.
 */
export function readStays(simulation: Simulation): readonly NodeStay[] {
  return readNodes(simulation).stays;
}

/** Nodes and the paths of pods, from a log that was recorded in full. */
export function readNodes({ plan, log, loop }: Simulation): NodesRead {
  const reader = new StayReader(plan);
  for (const entry of log.entries) reader.read(entry);
  return reader.until(loop.nowMs);
}

/** Reads the paths of pods and the presence of nodes, one log entry at a time. */
export class StayReader {
  readonly #nodes: readonly PlannedNode[] | undefined;
  readonly #presence: NodePresence | undefined;
  readonly #keepsAll: boolean;
  readonly #stays = new Map<number, OpenStay>();

  constructor({ cluster, resourceQuotas = [] }: Pick<SimulationPlan, "cluster" | "resourceQuotas">) {
    this.#nodes = cluster?.nodes;
    this.#presence = cluster && new NodePresence(cluster.nodes);
    this.#keepsAll = cluster !== undefined || resourceQuotas.length > 0;
  }

  read(entry: LogEntry): void {
    if (entry.kind === "commit" && entry.resource === "pods") {
      const known = this.#stays.get(entry.slot);
      if (known !== undefined) follow(known, entry);
      else if (entry.type === "ADDED" && (this.#keepsAll || mayAskForGpus(entry.object))) {
        const stay = { first: entry, reasons: [] };
        this.#stays.set(entry.slot, stay);
        follow(stay, entry);
      }
    } else this.#presence?.follow(entry);
  }

  /** @param endMs the end of the run, virtual milliseconds */
  until(endMs: number): NodesRead {
    const stays = [...this.#stays.values()].map((stay) => closedStay(stay, endMs));
    if (this.#nodes === undefined || this.#presence === undefined) return { stays, cluster: undefined };
    return { stays, cluster: { endMs, nodes: this.#nodes, stays, presence: this.#presence.until(endMs) } };
  }
}

function follow(stay: OpenStay, { timeMs, type, object }: PodCommit): void {
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
