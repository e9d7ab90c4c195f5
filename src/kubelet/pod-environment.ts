/** What a pod that a kubelet has taken charge of has around it, and what the kubelet can do with it. */

import type { Pod, PodSpec } from "../api/types.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Storage } from "../apiserver/storage.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import type { Cluster } from "./cluster.ts";
import type { KubeletEnd } from "./kubelet-end.ts";
import type { Lives } from "./lives/lives.ts";
import type { PodEvents } from "./pod-events.ts";
import type { Rejection } from "./rejection.ts";
import type { PodScript } from "./script.ts";
import type { KubeletSettings } from "./settings.ts";
import type { SharedStatus } from "./shared-status.ts";
import type { KubeletSwitches } from "./switches.ts";

/** What all pods of a run share. */
export interface PodEnvironment {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  readonly settings: KubeletSettings;
  readonly shared: SharedStatus;
  readonly lives: Lives;
  /** Only if somebody asks for Events about pods. */
  readonly events: PodEvents | undefined;
  readonly cluster: Cluster | undefined;
  /** The spec with the node's name. */
  bind(spec: PodSpec): PodSpec;
  readonly switches: KubeletSwitches;
  /** Why the kubelet does not take a pod that has come to its node; `undefined` if it does. */
  rejectionOf(pod: Pod, script: PodScript): Rejection | undefined;
  /** Whether a node has no power: nothing is done there, and nothing written. */
  isLost(nodeName: string | undefined): boolean;
  /** Whether a node has no network: its pods run on, and nothing is heard from it or told to it. */
  isCutOff(nodeName: string | undefined): boolean;
  /** The pod has ended, or is gone. */
  over(life: PodOnNode): void;
}

/** A pod that a kubelet has taken charge of. */
export interface PodOnNode {
  readonly slot: number;
  readonly pod: Pod;
  /** Somebody else has changed the object, or it is gone. */
  changed(pod: Pod, gone: boolean): void;
  /** The node has its network again, and its kubelet says what it could not say; the pod is as stored. */
  reconnect?(pod: Pod): void;
  /** Nobody waits for the containers any more, and no status is written. */
  abandon(): void;
  /** The kubelet itself ends the pod, with so much grace at the most. */
  end(end: KubeletEnd, graceSeconds: number): void;
  /** The container whose end is reported ends by itself, now. */
  finish(exitCode: number): void;
  /** The pod in the hands of a kubelet that has just started on its node, after a reboot. */
  reborn(): PodOnNode;
}
