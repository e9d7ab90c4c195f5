/**
 * The part of the API server that the controllers of nodes work with.
 *
 * Reads come from caches that are up to date; writes take effect at once. Writing to an object that is gone is not an
 * error: these controllers look again.
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
  /** The current instant, in milliseconds since 1970. */
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
  /** Changes the status of the pod with this UID; returns whether it exists. */
  patchPodStatus(pod: Pod, change: (status: PodStatus) => PodStatus, actor: Actor): boolean;
  /** @param graceSeconds defaults to the pod's own grace period */
  deletePod(namespace: string, name: string, graceSeconds: number | undefined, actor: Actor): void;
  recordEvent(event: NodeApiEvent, actor: Actor): void;
}

/**
 * Heartbeats of the kubelets.
 *
 * A live kubelet renews its lease every ten seconds for as long as the run lasts. The renewals are not stored: they are
 * computed for the instant that is asked about.
 */
export interface Heartbeats {
  /** The last renewal of the lease as of `atMs`; `undefined` if it was never renewed. */
  renewedMs(nodeName: string, atMs: number): number | undefined;
  /** The last time the kubelet posted its status, as of `atMs`. */
  postedMs(nodeName: string, atMs: number): number | undefined;
  /** Whether the kubelet is alive now. */
  isAlive(nodeName: string): boolean;
  /** Calls the listener whenever a kubelet falls silent or comes back. */
  follow(listener: (nodeName: string) => void): void;
}
