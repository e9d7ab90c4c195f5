/**
 * The part of the API server that the controllers of nodes work with.
 *
 * Reads are those of caches that are current; writes take effect at once. What a write finds gone is no error here:
 * these controllers come again.
 */

import type { Node, NodeCondition, NodeTaint } from "../api/node.ts";
import type { Pod, PodStatus } from "../api/types.ts";
import type { Actor, CommitType } from "../apiserver/log.ts";

/** A change of a node or a pod, as watches show it. */
export type NodeApiChange =
  | {
      readonly resource: "nodes";
      readonly type: CommitType;
      readonly object: Node;
      readonly previous: Node | undefined;
    }
  | { readonly resource: "pods"; readonly type: CommitType; readonly object: Pod; readonly previous: Pod | undefined };

/** A Kubernetes Event about a node or a pod. */
export interface NodeApiEvent {
  readonly kind: "Node" | "Pod";
  /** Empty for a node. */
  readonly namespace: string;
  readonly name: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

export interface NodeApi {
  /** Milliseconds since 1970, as timestamps are made from. */
  readonly instantMs: number;
  node(name: string): Node | undefined;
  /** All nodes in the order of their names. */
  nodes(): readonly Node[];
  pod(namespace: string, name: string): Pod | undefined;
  /** All pods in the order of their names. */
  pods(): readonly Pod[];
  /** The pods that are bound to a node, whether it exists or not, in the order of their names. */
  podsOn(nodeName: string): readonly Pod[];
  /** Shows every change from here on. */
  follow(listener: (change: NodeApiChange) => void): void;

  replaceNodeConditions(name: string, conditions: readonly NodeCondition[], actor: Actor): void;
  replaceTaints(name: string, taints: readonly NodeTaint[], actor: Actor): void;
  /** Changes the status of that very pod; returns whether it was there. */
  patchPodStatus(pod: Pod, change: (status: PodStatus) => PodStatus, actor: Actor): boolean;
  /** @param graceSeconds the pod's own if absent */
  deletePod(namespace: string, name: string, graceSeconds: number | undefined, actor: Actor): void;
  recordEvent(event: NodeApiEvent, actor: Actor): void;
}

/**
 * Signs of life of the kubelets.
 *
 * A kubelet that lives renews its lease every ten seconds for as long as the run lasts. Nobody stores these renewals:
 * they are read as they would have been at an instant.
 */
export interface Heartbeats {
  /** When the lease was last renewed at that instant; `undefined` where it never was. */
  renewedMs(nodeName: string, atMs: number): number | undefined;
  /** When the kubelet last posted its status at that instant. */
  postedMs(nodeName: string, atMs: number): number | undefined;
  /** Whether the kubelet lives now. */
  isAlive(nodeName: string): boolean;
  /** Told whenever a kubelet falls silent or comes back. */
  follow(listener: (nodeName: string) => void): void;
}
