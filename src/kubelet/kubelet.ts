/**
 * Fake pod runtime: plays each pod's script on the virtual clock.
 *
 * It sees commits at once (a node has no stale view of its own pods) and writes statuses straight to the API server.
 */

import type { Pod, PodSpec } from "../api/types.ts";
import type { PodCommit } from "../apiserver/log.ts";
import { isTerminalPhase } from "../apiserver/pod-deletion.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Storage } from "../apiserver/storage.ts";
import type { EventLoop } from "../engine/event-loop.ts";
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

/** Grace period of a spec that names none. */
const DEFAULT_GRACE_SECONDS = 30;

export class Kubelet implements PodEnvironment {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  readonly settings: KubeletSettings;
  readonly shared = new SharedStatus();
  readonly lives: Lives;
  readonly events: PodEvents | undefined;
  /** Nodes with room for so many pods; without it every pod has room. */
  readonly cluster: Cluster | undefined;
  /** By the slot of the pod. */
  readonly #lives: (PodOnNode | undefined)[] = [];
  readonly switches: KubeletSwitches;
  /** Nodes without power: nothing happens on them, and nobody hears of them. */
  readonly #lost = new Set<string>();
  /** Nodes that shut down: they take no pods any more. */
  readonly #shuttingDown = new Set<string>();
  /** Nodes without network. */
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
      tellsEvents: events !== undefined,
      settings: { ...DEFAULT_MACHINE, crashLoopInitialMs, crashLoopMaxMs },
    });
  }

  /** Takes charge of a new pod. */
  podCreated({ slot, object }: PodCommit, script: PodScript): void {
    const { decides, hasNoPlainPods } = this.settings;
    if (decides === "nobody") return;
    const isShort = decides === "script" || (!hasNoPlainPods && isPlain(object.spec, script));
    const Life = isShort ? PlainPodLife : FullPod;
    this.#lives[slot] = new Life(this, slot, object, script);
  }

  /** Follows what others change: stops a pod that was marked deleted, forgets one that is gone. */
  podChanged({ type, slot, object }: PodCommit): void {
    const isHeard = type === "DELETED" || !this.isCutOff(object.spec.nodeName);
    if (isHeard) this.#lives[slot]?.changed(object, type === "DELETED");
    if (type === "MODIFIED") this.cluster?.changed(slot, object);
  }

  rejectionOf(pod: Pod, { rejected }: PodScript): Rejection | undefined {
    if (rejected !== undefined) return scriptedRejection(rejected, pod, this.switches);
    return this.#shuttingDown.has(pod.spec.nodeName ?? "") ? NODE_SHUTDOWN : undefined;
  }

  over(life: PodOnNode): void {
    life.abandon();
    this.events?.forget(life.pod);
    this.#lives[life.slot] = undefined;
    this.cluster?.release(life.slot);
  }

  isLost(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#lost.has(nodeName);
  }

  /** The node shuts down: its kubelet ends the pods, each within its own grace period and what the node has left. */
  shutDown(nodeName: string, pods: readonly Pod[], graceSeconds: number): void {
    this.#shuttingDown.add(nodeName);
    for (const pod of pods) {
      const { terminationGracePeriodSeconds: own = DEFAULT_GRACE_SECONDS } = pod.spec;
      this.end(pod, SHUTDOWN, Math.min(own, graceSeconds));
    }
  }

  /** Ends a pod of a node that has power; its room is free when its containers have ended. */
  end(pod: Pod, end: KubeletEnd, graceSeconds: number): void {
    if (this.isLost(pod.spec.nodeName)) return;
    this.#lives[this.#slotOf(pod)]?.end(end, graceSeconds);
    const { reason, message } = end;
    if (reason === "Evicted") this.events?.record(pod, { type: "Warning", reason, message });
  }

  /** The container of a pod whose end is reported ends by itself. */
  finish(pod: Pod, exitCode: number): void {
    if (!this.isLost(pod.spec.nodeName)) this.#lives[this.#slotOf(pod)]?.finish(exitCode);
  }

  /** The containers of a node are lost with it; what the API server has of their pods stays as it is. */
  lose(nodeName: string, pods: readonly Pod[]): void {
    this.#lost.add(nodeName);
    this.#shuttingDown.delete(nodeName);
    for (const pod of pods) this.#lives[this.#slotOf(pod)]?.abandon();
  }

  isCutOff(nodeName: string | undefined): boolean {
    return nodeName !== undefined && this.#cutOff.has(nodeName);
  }

  /** The network of the node is gone: its pods run on, and nobody hears of it. */
  cutOff(nodeName: string): void {
    this.#cutOff.add(nodeName);
  }

  /** The network is back: the kubelet says how its pods are, and hears what is wanted of them. */
  reconnect(nodeName: string, pods: readonly Pod[]): void {
    this.#cutOff.delete(nodeName);
    for (const pod of pods) this.#lives[this.#slotOf(pod)]?.reconnect?.(pod);
  }

  /** The node has booted: its kubelet finds its pods as the API server has them, and their containers dead. */
  comeBack(nodeName: string, pods: readonly Pod[]): void {
    this.#lost.delete(nodeName);
    for (const pod of pods) {
      const slot = this.#slotOf(pod);
      const life = this.#lives[slot];
      if (life !== undefined) this.#lives[slot] = life.reborn();
      else if (pod.metadata.deletionTimestamp !== undefined && isTerminalPhase(pod.status.phase)) {
        this.pods.delete(pod.metadata.namespace, pod.metadata.name, 0, "kubelet");
      }
    }
  }

  #slotOf({ metadata }: Pod): number {
    return this.pods.pods.slotOf(metadata.namespace, metadata.name) ?? -1;
  }

  bind(spec: PodSpec): PodSpec {
    // A new key in front of a copy costs a tenth of one behind it.
    return { nodeName: this.settings.nodeName, ...spec };
  }
}
