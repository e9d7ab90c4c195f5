/** The environment of a pod that a kubelet manages, and what the kubelet can do with the pod. */

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

/** What the pods of a run share. */
export interface PodEnvironment {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  readonly settings: KubeletSettings;
  readonly shared: SharedStatus;
  readonly lives: Lives;
  /** Only set if Events about pods are recorded. */
  readonly events: PodEvents | undefined;
  readonly cluster: Cluster | undefined;
  /** The spec with the name of the node. */
  bind(spec: PodSpec): PodSpec;
  readonly switches: KubeletSwitches;
  /** Why the kubelet rejects a pod that has arrived at its node; `undefined` if it admits it. */
  rejectionOf(pod: Pod, script: PodScript): Rejection | undefined;
  /** Whether a node has no power: nothing happens there. */
  isLost(nodeName: string | undefined): boolean;
  /** Whether a node has no network: its pods keep running, but it can neither report nor see changes. */
  isCutOff(nodeName: string | undefined): boolean;
  /** Called when the pod has ended or is gone. */
  over(life: PodOnNode): void;
}

/** A pod that a kubelet manages. */
export interface PodOnNode {
  readonly slot: number;
  readonly pod: Pod;
  /** Called when others have changed or deleted the object. */
  changed(pod: Pod, gone: boolean): void;
  /** The node has its network back: its kubelet sends what it could not send before. The pod is the stored one. */
  reconnect?(pod: Pod): void;
  /** Stops managing the pod: its status is not written any more. */
  abandon(): void;
  /** The kubelet ends the pod, with at most this grace period. */
  end(end: KubeletEnd, graceSeconds: number): void;
  /** The container whose end is reported exits now. */
  finish(exitCode: number): void;
  /** The pod as a kubelet manages it after a reboot of its node. */
  afterReboot(): PodOnNode;
}
