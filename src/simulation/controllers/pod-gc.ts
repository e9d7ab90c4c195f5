/**
 * The pod garbage collector of kube-controller-manager: every 20 seconds it deletes what nobody else will.
 *
 * Ended pods above a threshold, and pods that are being deleted and were never bound to a node (semantics 08, section
 * 6). Pods on nodes that are gone are the work of [outages](../outages.ts).
 */

import type { Pod } from "../../api/types.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { Phase } from "../../engine/event-loop.ts";
import type { ControllerProcess, Host, StartControllers } from "./controllers.ts";

export const POD_GC = "pod-garbage-collector";
/** `gcCheckPeriod` in pkg/controller/podgc. */
export const POD_GC_PERIOD_MS = 20_000;

/** Kubernetes' PodGC; without a threshold in the plan it does not run. */
export const podGcController: StartControllers = (host) => {
  const threshold = host.plan.controllerManager?.terminatedPodThreshold;
  return threshold === undefined ? { stop: () => {} } : new PodGc(host, threshold);
};

class PodGc implements ControllerProcess {
  readonly #host: Host;
  readonly #threshold: number;
  readonly #startedMs: number;
  #ended = 0;
  #planned = false;
  #stopped = false;

  constructor(host: Host, threshold: number) {
    this.#host = host;
    this.#threshold = threshold;
    this.#startedMs = host.loop.nowMs;
    for (const pod of host.listWatch.pods) if (isEnded(pod)) this.#ended++;
    if ([...host.listWatch.pods].some(isUnboundRemnant) || this.#ended > threshold) this.#plan();
    host.listWatch.follow((entry) => this.#follow(entry));
  }

  stop(): void {
    this.#stopped = true;
  }

  #follow(entry: LogEntry): void {
    if (this.#stopped || entry.kind !== "commit" || entry.resource !== "pods") return;
    const { type, object, previous } = entry;
    const isGone = type === "DELETED";
    if (previous !== undefined && isEnded(previous)) this.#ended--;
    if (!isGone && isEnded(object)) this.#ended++;
    if (!isGone && (this.#ended > this.#threshold || isUnboundRemnant(object))) this.#plan();
  }

  /** Passes come at their fixed times; those in which nothing can be found are left out. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    const { loop } = this.#host;
    const sinceMs = loop.nowMs - this.#startedMs;
    const atMs = this.#startedMs + (Math.floor(sinceMs / POD_GC_PERIOD_MS) + 1) * POD_GC_PERIOD_MS;
    loop.schedule(atMs, Phase.cleanUp, () => {
      this.#planned = false;
      if (!this.#stopped) this.#collect();
    });
  }

  #collect(): void {
    const { pods } = this.#host.server;
    const ended = [...pods.pods].filter(isEnded);
    if (ended.length > this.#threshold) {
      ended.sort(byEvictionAndAge);
      for (const pod of ended.slice(0, ended.length - this.#threshold)) this.#remove(pod);
    }
    for (const pod of [...pods.pods].filter(isUnboundRemnant)) this.#remove(pod);
  }

  #remove(pod: Pod): void {
    const { pods } = this.#host.server;
    const { namespace, name } = pod.metadata;
    if (!isEnded(pod)) pods.replace({ ...pod, status: { ...pod.status, phase: "Failed" } }, pod, "patch", POD_GC);
    if (pods.pods.get(namespace, name) !== undefined) pods.delete(namespace, name, 0, POD_GC);
  }
}

function isEnded({ status }: Pod): boolean {
  return isTerminalPhase(status.phase);
}

/** Being deleted, on no node, and so with no kubelet to see it out. */
function isUnboundRemnant(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && (pod.spec.nodeName ?? "") === "" && !isEnded(pod);
}

/** Evicted pods go first, then the oldest. */
function byEvictionAndAge(a: Pod, b: Pod): number {
  const evicted = (pod: Pod) => Number(pod.status.reason === "Evicted");
  const age = (pod: Pod) => `${pod.metadata.creationTimestamp} ${pod.metadata.name}`;
  return evicted(b) - evicted(a) || (age(a) < age(b) ? -1 : 1);
}
