/** The world of a recorded node scenario: nodes in memory, pods in the API server, and who changed what. */

import { equalJson } from "../../src/api/json.ts";
import type { Node, NodeCondition, NodeTaint } from "../../src/api/node.ts";
import { formatTimestamp } from "../../src/api/timestamp.ts";
import type { Pod, PodStatus } from "../../src/api/types.ts";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { type Actor, CommitLog, type CommitType } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import type { NodeApi, NodeApiChange, NodeApiEvent } from "../../src/controller/node-api.ts";
import type { EventLoop } from "../../src/engine/event-loop.ts";
import type { NodeRecord } from "./node-vector.ts";

const EPOCH_MS = Date.parse("2026-01-01T00:00:00Z");
export const NAMESPACE = "default";

/** Actors as recordings name them. */
const RECORDED_AS: ReadonlyMap<Actor, string> = new Map([
  ["node-controller", "nodelifecycle"],
  ["taint-eviction-controller", "tainteviction"],
  ["pod-garbage-collector", "podgc"],
]);

export interface NodeRecords {
  readonly nodes: NodeRecord[];
  readonly pods: NodeRecord[];
  readonly deletes: NodeRecord[];
  readonly gone: NodeRecord[];
  readonly events: NodeRecord[];
}

export class NodeWorld implements NodeApi {
  readonly records: NodeRecords = { nodes: [], pods: [], deletes: [], gone: [], events: [] };
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #nodes = new Map<string, Node>();
  readonly #listeners: ((change: NodeApiChange) => void)[] = [];
  /** The clock of objects that are older than the recording. */
  #pastMs: number | undefined;

  constructor(loop: EventLoop) {
    this.#loop = loop;
    const log = new CommitLog("none");
    const storage = new Storage(log, new NameSource("nodes"), () => this.#pastMs ?? loop.nowMs, EPOCH_MS);
    this.#server = new ApiServer(storage, { garbageCollection: false });
    log.follow((entry) => {
      if (entry.kind !== "commit" || entry.resource !== "pods") return;
      const { type, object, previous } = entry;
      if (type === "DELETED") this.records.gone.push({ t: loop.nowMs, pod: object.metadata.name });
      this.#show({ resource: "pods", type, object, previous });
    });
  }

  /** Does something as of an instant before the recording. */
  inThePast(atMs: number, action: () => void): void {
    this.#pastMs = atMs;
    action();
    this.#pastMs = undefined;
  }

  get instantMs(): number {
    return this.#server.storage.instantMs;
  }

  get now(): string {
    return formatTimestamp(this.instantMs);
  }

  node(name: string): Node | undefined {
    return this.#nodes.get(name);
  }

  nodes(): readonly Node[] {
    return [...this.#nodes.values()].toSorted(byName);
  }

  pod(namespace: string, name: string): Pod | undefined {
    return this.#server.pods.pods.get(namespace, name);
  }

  pods(): readonly Pod[] {
    return [...this.#server.pods.pods].toSorted(byName);
  }

  podsOn(nodeName: string): readonly Pod[] {
    return this.pods().filter(({ spec }) => spec.nodeName === nodeName);
  }

  follow(listener: (change: NodeApiChange) => void): void {
    this.#listeners.push(listener);
  }

  replaceNodeConditions(name: string, conditions: readonly NodeCondition[], actor: Actor): void {
    const stored = this.#nodes.get(name);
    if (stored === undefined) return;
    const ready = conditions.find(({ type }) => type === "Ready");
    const others = conditions
      .filter(({ type }) => type !== "Ready")
      .map(({ type, status, reason }) => `${type}=${status}/${reason}`)
      .toSorted();
    const shown = { status: ready?.status, reason: ready?.reason, message: ready?.message };
    this.#recordNode(name, { ready: shown, others }, actor);
    this.setNode({ ...stored, status: { ...stored.status, conditions } });
  }

  replaceTaints(name: string, taints: readonly NodeTaint[], actor: Actor): void {
    const stored = this.#nodes.get(name);
    if (stored === undefined) return;
    this.#recordNode(name, { taints: shownTaints(taints) }, actor);
    this.setNode({ ...stored, spec: { ...stored.spec, taints } });
  }

  patchPodStatus(pod: Pod, change: (status: PodStatus) => PodStatus, actor: Actor): boolean {
    const { namespace, name, uid } = pod.metadata;
    const stored = this.pod(namespace, name);
    if (stored === undefined || stored.metadata.uid !== uid) return false;
    const status = change(stored.status);
    if (equalJson(status, stored.status)) return true;
    this.#recordPod(name, stored.status, status, actor);
    this.#server.pods.replace({ ...stored, status }, stored, "patch", actor);
    return true;
  }

  deletePod(namespace: string, name: string, graceSeconds: number | undefined, actor: Actor): void {
    const before = this.pod(namespace, name);
    this.#server.pods.delete(namespace, name, graceSeconds, actor);
    const result = deletionResult(before, this.pod(namespace, name));
    const by = RECORDED_AS.get(actor) ?? actor;
    const gracePeriodSeconds = graceSeconds ?? null;
    this.records.deletes.push({ t: this.#loop.nowMs, pod: name, by, gracePeriodSeconds, result });
  }

  recordEvent({ kind, name, type, reason, message }: NodeApiEvent, actor: Actor): void {
    const by = RECORDED_AS.get(actor) ?? actor;
    this.records.events.push({ t: this.#loop.nowMs, kind, name, by, type, reason, message });
  }

  createPod(pod: Pod): void {
    this.#server.pods.createNamed(pod, "user");
  }

  removeFinalizer(name: string, finalizer: string): void {
    this.#server.pods.removeFinalizer(NAMESPACE, name, finalizer, "job-controller");
  }

  /** Stores a node as a kubelet or a user leaves it. */
  setNode(node: Node): void {
    const { name } = node.metadata;
    const previous = this.#nodes.get(name);
    this.#nodes.set(name, node);
    const type: CommitType = previous === undefined ? "ADDED" : "MODIFIED";
    this.#show({ resource: "nodes", type, object: node, previous });
  }

  deleteNode(name: string): void {
    const previous = this.#nodes.get(name);
    if (previous === undefined) return;
    this.#nodes.delete(name);
    this.#show({ resource: "nodes", type: "DELETED", object: previous, previous });
  }

  #show(change: NodeApiChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #recordNode(node: string, shown: object, actor: Actor): void {
    if (actor === "node-controller") this.records.nodes.push({ t: this.#loop.nowMs, node, ...shown });
  }

  #recordPod(pod: string, before: PodStatus, after: PodStatus, actor: Actor): void {
    const by = RECORDED_AS.get(actor) ?? actor;
    const ready = readyOf(after);
    const target = disruptionTargetOf(after);
    this.records.pods.push({
      t: this.#loop.nowMs,
      pod,
      by,
      ...(after.phase === before.phase ? {} : { phase: after.phase }),
      ...(ready === readyOf(before) ? {} : { ready }),
      ...(equalJson(target, disruptionTargetOf(before)) ? {} : { disruptionTarget: target }),
    });
  }
}

export function readyOf({ conditions }: { readonly conditions?: readonly NodeCondition[] }): string | undefined {
  return conditions?.find(({ type }) => type === "Ready")?.status;
}

export function disruptionTargetOf({ conditions }: PodStatus) {
  const target = conditions?.find(({ type }) => type === "DisruptionTarget");
  return target && { status: target.status, reason: target.reason, message: target.message };
}

export function shownTaints(taints: readonly NodeTaint[]): readonly string[] {
  return taints
    .map(({ key, value = "", effect }) => (value === "" ? `${key}:${effect}` : `${key}=${value}:${effect}`))
    .toSorted();
}

function deletionResult(before: Pod | undefined, after: Pod | undefined): string {
  if (before === undefined) return "notFound";
  if (after === undefined) return "removed";
  if (after.metadata.deletionGracePeriodSeconds === 0) return "waitsForFinalizer";
  return after === before ? "alreadyTerminating" : "terminating";
}

function byName<T extends { readonly metadata: { readonly name: string } }>(a: T, b: T): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
