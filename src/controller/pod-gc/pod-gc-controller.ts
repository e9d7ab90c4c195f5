/**
 * The pod garbage collector: every 20 seconds it deletes pods that nothing else deletes.
 *
 * These are ended pods above a threshold, pods whose node is gone, and terminating pods that are on an out-of-service
 * node or were never bound. Passes that would find nothing are skipped.
 */

import { isNodeReady, type Node, taintsOf } from "../../api/node.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Pod, PodStatus } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { type DisruptionCause, withDisruptionTarget } from "../disruption-target.ts";
import type { NodeApi, NodeApiChange } from "../node-api.ts";
import { OUT_OF_SERVICE_KEY } from "../node-lifecycle/taint-sets.ts";
import { Quarantine } from "./quarantine.ts";
import type { PodGcSettings } from "./settings.ts";

export const POD_GC: Actor = "pod-garbage-collector";

const ORPHANED = { reason: "DeletionByPodGC", message: "PodGC: node no longer exists" } as const;

export class PodGcController {
  readonly #loop: EventLoop;
  readonly #api: NodeApi;
  readonly #settings: PodGcSettings;
  readonly #startedMs: number;
  readonly #quarantine = new Quarantine();
  #ended = 0;
  #passPlanned = false;
  #lastPassMs = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(loop: EventLoop, api: NodeApi, settings: PodGcSettings) {
    this.#loop = loop;
    this.#api = api;
    this.#settings = settings;
    this.#startedMs = loop.nowMs;
  }

  start(): void {
    const pods = this.#api.pods();
    this.#ended = pods.filter(isEnded).length;
    if (this.#isTooMany() || pods.some((pod) => this.#isWorthAPass(pod))) this.#plan();
    this.#api.follow((change) => this.#follow(change));
  }

  stop(): void {
    this.#stopped = true;
  }

  #follow(change: NodeApiChange): void {
    if (this.#stopped) return;
    if (change.resource === "nodes") {
      if (change.type === "DELETED" || change.object.spec?.taints !== undefined) this.#plan();
      return;
    }
    const { type, object, previous } = change;
    const isGone = type === "DELETED";
    if (previous !== undefined && isEnded(previous)) this.#ended--;
    if (isGone) return;
    if (isEnded(object)) this.#ended++;
    if (this.#isTooMany() || this.#isWorthAPass(object)) this.#plan();
  }

  #isTooMany(): boolean {
    const { terminatedPodThreshold } = this.#settings;
    return terminatedPodThreshold > 0 && this.#ended > terminatedPodThreshold;
  }

  #isWorthAPass(pod: Pod): boolean {
    if (isUnscheduledTerminating(pod)) return true;
    const { nodeName = "" } = pod.spec;
    if (nodeName === "" || !this.#settings.collectsOrphans) return false;
    const node = this.#api.node(nodeName);
    return node === undefined || isOutOfService(pod, node);
  }

  #plan(): void {
    if (this.#stopped || this.#passPlanned) return;
    this.#passPlanned = true;
    const { periodMs, firstPassMs } = this.#settings;
    const sinceMs = this.#loop.nowMs - this.#startedMs - firstPassMs;
    const dueMs = this.#startedMs + firstPassMs + Math.max(0, Math.ceil(sinceMs / periodMs)) * periodMs;
    const atMs = dueMs > this.#lastPassMs ? dueMs : dueMs + periodMs;
    this.#loop.schedule(atMs, Phase.cleanUp, () => {
      if (!this.#stopped) this.#pass();
    });
  }

  /** `gc`: all steps work on the pods as of the beginning of the pass. */
  #pass(): void {
    const { nowMs } = this.#loop;
    this.#lastPassMs = nowMs;
    const pods = this.#api.pods();
    for (const pod of surplusOf(pods, this.#settings.terminatedPodThreshold)) this.#collect(pod);
    const outOfService = pods.filter((pod) => isOutOfService(pod, this.#api.node(pod.spec.nodeName ?? "")));
    for (const pod of outOfService.toSorted(byEvictionAndCreation)) this.#collect(pod);
    if (this.#settings.collectsOrphans) this.#collectOrphans(pods, nowMs);
    for (const pod of pods.filter(isUnscheduledTerminating)) this.#collect(pod);
    this.#passPlanned = false;
    const left = this.#api.pods();
    if (!this.#quarantine.isEmpty || this.#isTooMany() || left.some((pod) => this.#isWorthAPass(pod))) this.#plan();
  }

  /** `gcOrphaned`: deletes pods whose node is still missing after its quarantine. */
  #collectOrphans(pods: readonly Pod[], nowMs: number): void {
    this.#quarantine.advance(nowMs);
    for (const { spec } of pods) {
      const { nodeName = "" } = spec;
      if (nodeName !== "" && this.#api.node(nodeName) === undefined) this.#quarantine.add(nodeName, nowMs);
    }
    const gone = new Set(this.#quarantine.take().filter((name) => this.#api.node(name) === undefined));
    if (gone.size === 0) return;
    for (const pod of pods) if (gone.has(pod.spec.nodeName ?? "")) this.#collect(pod, ORPHANED);
  }

  /** `markFailedAndDeletePodWithCondition`. */
  #collect(pod: Pod, cause?: DisruptionCause): void {
    const { namespace, name } = pod.metadata;
    if (!isEnded(pod)) {
      const at = formatTimestamp(this.#api.instantMs);
      const fail = (status: PodStatus): PodStatus => {
        const marked = cause === undefined ? status : withDisruptionTarget(status, cause, at);
        return { ...marked, phase: "Failed" };
      };
      if (!this.#api.patchPodStatus(pod, fail, POD_GC)) return;
    }
    this.#api.deletePod(namespace, name, 0, POD_GC);
  }
}

function isEnded({ status }: Pod): boolean {
  return isTerminalPhase(status.phase);
}

/** `gcTerminated`: the ended pods above the threshold, evicted ones first, then by age. */
function surplusOf(pods: readonly Pod[], threshold: number): readonly Pod[] {
  const ended = pods.filter(isEnded);
  const surplus = ended.length - threshold;
  return threshold > 0 && surplus > 0 ? ended.toSorted(byEvictionAndCreation).slice(0, surplus) : [];
}

/** `gcTerminating`: terminating pods on a node that is out of service and not ready. */
function isOutOfService({ metadata }: Pod, node: Node | undefined): boolean {
  if (metadata.deletionTimestamp === undefined || node === undefined || isNodeReady(node)) return false;
  return taintsOf(node).some(({ key }) => key === OUT_OF_SERVICE_KEY);
}

/** `gcUnscheduledTerminating`: terminating pods without a node, which no kubelet can finish. */
function isUnscheduledTerminating({ metadata, spec }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && (spec.nodeName ?? "") === "";
}

/** `byEvictionAndCreationTimestamp`. */
function byEvictionAndCreation(a: Pod, b: Pod): number {
  const evicted = Number(b.status.reason === "Evicted") - Number(a.status.reason === "Evicted");
  if (evicted !== 0) return evicted;
  const [one, other] = [a.metadata, b.metadata];
  if (one.creationTimestamp !== other.creationTimestamp) {
    return one.creationTimestamp < other.creationTimestamp ? -1 : 1;
  }
  return one.name < other.name ? -1 : 1;
}
