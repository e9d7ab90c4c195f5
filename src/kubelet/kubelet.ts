/**
 * Scheduler and fake pod runtime: plays each pod's script on the virtual clock.
 *
 * It sees commits at once (a node has no stale view of its own pods) and writes statuses straight to the API server.
 */

import type { Pod, PodSpec } from "../api/types.ts";
import type { PodRegistry } from "../apiserver/pod-registry.ts";
import type { Storage } from "../apiserver/storage.ts";
import type { EventLoop } from "../engine/event-loop.ts";
import type { Cluster } from "./cluster.ts";
import { type Node, PodLife } from "./pod-life.ts";
import type { PodScript } from "./script.ts";
import type { KubeletSettings } from "./settings.ts";
import { SharedStatus } from "./shared-status.ts";

export class Kubelet implements Node {
  readonly loop: EventLoop;
  readonly storage: Storage;
  readonly pods: PodRegistry;
  readonly settings: KubeletSettings;
  readonly shared = new SharedStatus();
  /** Nodes with room for so many pods; without it every pod has room. */
  readonly cluster: Cluster | undefined;
  readonly #lives = new Map<string, PodLife>();
  /** The spec that was bound last, before and after: pods that share the one share the other. */
  #lastSpec: PodSpec | undefined;
  #lastBoundSpec: PodSpec | undefined;

  constructor(loop: EventLoop, storage: Storage, pods: PodRegistry, settings: KubeletSettings, cluster?: Cluster) {
    this.cluster = cluster;
    this.loop = loop;
    this.storage = storage;
    this.pods = pods;
    this.settings = settings;
  }

  /** Takes charge of a new pod. */
  podCreated(pod: Pod, script: PodScript): void {
    this.#lives.set(pod.metadata.uid, new PodLife(this, pod, script));
  }

  /** Follows what others change: stops a pod that was marked deleted, forgets one that is gone. */
  podChanged(pod: Pod, gone: boolean): void {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const life = this.#lives.get(uid);
    if (life === undefined) return;
    life.pod = pod;
    if (gone || (deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0)) this.over(life);
    else if (deletionTimestamp !== undefined) life.stop(deletionGracePeriodSeconds * 1000);
  }

  over(life: PodLife): void {
    life.abandon();
    this.#lives.delete(life.pod.metadata.uid);
    this.cluster?.release(life.pod.metadata.uid);
  }

  /** The containers of a pod are lost with their node; what the API server has of it stays as it is. */
  lose(uid: string): void {
    this.#lives.get(uid)?.abandon();
  }

  bind(spec: PodSpec): PodSpec {
    if (spec === this.#lastSpec && this.#lastBoundSpec !== undefined) return this.#lastBoundSpec;
    const bound = { ...spec, nodeName: this.settings.nodeName };
    this.#lastSpec = spec;
    this.#lastBoundSpec = bound;
    return bound;
  }
}
