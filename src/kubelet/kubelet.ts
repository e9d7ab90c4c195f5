/**
 * The fake pod runtime: plays the script of each pod on the virtual clock.
 *
 * It sees commits at once (a node has no stale cache of its own pods) and writes statuses straight to the API server.
 */

import { DEFAULT_GRACE_SECONDS } from "../api/constants.ts";
import type { Pod, PodSpec } from "../api/types.ts";
import type { PodCommit } from "../apiserver/log.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Storage } from "../apiserver/storage.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import { boundSpec } from "./bound-spec.ts";
import type { Cluster } from "./cluster.ts";
import { FullPod } from "./full-pod.ts";
import { type KubeletEnd, SHUTDOWN } from "./kubelet-end.ts";
import { Lives } from "./lives/lives.ts";
import { DEFAULT_MACHINE } from "./machine.ts";
import { isPlain } from "./plain-pod.ts";
import type { PodEnvironment, PodOnNode } from "./pod-environment.ts";
import type { PodEvents } from "./pod-events.ts";
import { PlainPodLife } from "./pod-life.ts";
import { NODE_SHUTDOWN, type Rejection, scriptedRejection } from "./rejection.ts";
import type { PodScript } from "./script.ts";
import type { KubeletSettings } from "./settings.ts";
import { SharedStatus } from "./shared-status.ts";
import { CURRENT_KUBELET, type KubeletSwitches } from "./switches.ts";

export class Kubelet implements PodEnvironment {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  readonly settings: KubeletSettings;
  readonly shared = new SharedStatus();
  readonly lives: Lives;
  readonly events: PodEvents | undefined;
  /** The simulated nodes; without it every pod can be scheduled. */
  readonly cluster: Cluster | undefined;
  /** By the slot of the pod in the API server. */
  readonly #lives: (PodOnNode | undefined)[] = [];
  readonly switches: KubeletSwitches;
  /** Nodes without power: nothing happens on them. */
  readonly #lost = new Set<string>();
  /** Nodes that are shutting down: they reject new pods. */
  readonly #shuttingDown = new Set<string>();
  /** Nodes without a network. */
  readonly #cutOff = new Set<string>();

  constructor(
    loop: EventLoop,
    storage: Storage,
    pods: PodRegistry,
    settings: KubeletSettings,
    cluster?: Cluster,
    switches: KubeletSwitches = CURRENT_KUBELET,
    events?: PodEvents,
  ) {
    this.events = events;
    this.cluster = cluster;
    this.switches = switches;
    this.loop = loop;
    this.storage = storage;
    this.pods = pods;
    this.settings = settings;
    const { crashLoopInitialMs, crashLoopMaxMs } = settings;
    this.lives = new Lives({
      epochMs: storage.instantMs - loop.nowMs,
      switches,
      recordsEvents: events !== undefined,
      settings: { ...DEFAULT_MACHINE, crashLoopInitialMs, crashLoopMaxMs },
    });
  }

  /** Starts to manage a new pod. */
  podCreated({ slot, object }: PodCommit, script: PodScript): void {
    const { decides, hasNoPlainPods } = this.settings;
    if (decides === "nobody") return;
    const isShort = decides === "script" || (!hasNoPlainPods && isPlain(object.spec, script));
    const Life = isShort ? PlainPodLife : FullPod;
    this.#lives[slot] = new Life(this, slot, object, script);
  }

  /** Handles a change by others: stops a pod that is marked for deletion, forgets one that is gone. */
  podChanged({ type, slot, object }: PodCommit): void {
    const isHeard = type === "DELETED" || !this.isCutOff(object.spec.nodeName);
    if (isHeard) this.#lives[slot]?.changed(object, type === "DELETED");
    if (type === "MODIFIED") this.cluster?.changed(slot, object);
  }

  rejectionOf(pod: Pod, { rejected }: PodScript): Rejection | undefined {
    if (rejected !== undefined) return scriptedRejection(rejected, pod, this.switches);
    const isAffected = this.#shuttingDown.size > 0 && this.#shuttingDown.has(pod.spec.nodeName ?? "");
    return isAffected ? NODE_SHUTDOWN : undefined;
  }

  over(life: PodOnNode): void {
    life.abandon();
    this.events?.forget(life.pod);
    this.#lives[life.slot] = undefined;
    this.cluster?.release(life.slot);
  }

  isLost(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#lost.size > 0 && this.#lost.has(nodeName);
  }

  /** The node shuts down: the kubelet ends its pods, each within the shorter of its grace period and `graceSeconds`. */
  shutDown(nodeName: string, pods: readonly Pod[], graceSeconds: number): void {
    this.#shuttingDown.add(nodeName);
    for (const pod of pods) {
      const { terminationGracePeriodSeconds: own = DEFAULT_GRACE_SECONDS } = pod.spec;
      this.end(pod, SHUTDOWN, Math.min(own, graceSeconds));
    }
  }

  /** The kubelet ends a pod, unless its node is lost; its resources are free when its containers have ended. */
  end(pod: Pod, end: KubeletEnd, graceSeconds: number): void {
    if (this.isLost(pod.spec.nodeName)) return;
    this.#lives[this.#slotOf(pod)]?.end(end, graceSeconds);
    const { reason, message } = end;
    if (reason === "Evicted") this.events?.record(pod, { type: "Warning", reason, message });
  }

  /** The container whose end is reported exits now. */
  finish(pod: Pod, exitCode: number): void {
    if (!this.isLost(pod.spec.nodeName)) this.#lives[this.#slotOf(pod)]?.finish(exitCode);
  }

  /** The node loses power, and its containers are lost; its pods do not change in the API server. */
  lose(nodeName: string, pods: readonly Pod[]): void {
    this.#lost.add(nodeName);
    this.#shuttingDown.delete(nodeName);
    for (const pod of pods) this.#lives[this.#slotOf(pod)]?.abandon();
  }

  isCutOff(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#cutOff.size > 0 && this.#cutOff.has(nodeName);
  }

  /** The node loses its network: its pods keep running, but their statuses are not reported. */
  cutOff(nodeName: string): void {
    this.#cutOff.add(nodeName);
  }

  /** The network is back: the kubelet reports the statuses of its pods and sees changes of them. */
  reconnect(nodeName: string, pods: readonly Pod[]): void {
    this.#cutOff.delete(nodeName);
    for (const pod of pods) this.#lives[this.#slotOf(pod)]?.reconnect?.(pod);
  }

  /** The node has rebooted: its kubelet reads its pods from the API server and finds their containers dead. */
  comeBack(nodeName: string, pods: readonly Pod[]): void {
    this.#lost.delete(nodeName);
    for (const pod of pods) {
      const slot = this.#slotOf(pod);
      const life = this.#lives[slot];
      if (life !== undefined) this.#lives[slot] = life.afterReboot();
      else if (pod.metadata.deletionTimestamp !== undefined && isTerminalPhase(pod.status.phase)) {
        this.pods.delete(pod.metadata.namespace, pod.metadata.name, 0, "kubelet");
      }
    }
  }

  #slotOf({ metadata }: Pod): number {
    return this.pods.pods.slotOf(metadata.namespace, metadata.name) ?? -1;
  }

  bind(spec: PodSpec): PodSpec {
    return boundSpec(spec, this.settings.nodeName);
  }
}
