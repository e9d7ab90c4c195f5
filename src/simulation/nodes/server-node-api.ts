/** The API server for the controllers of nodes. */

import { equalJson, type JsonObject } from "../../api/json.ts";
import { NODE, type Node, type NodeCondition, type NodeTaint } from "../../api/kinds/node.ts";
import { POD } from "../../api/kinds/workloads.ts";
import type { Pod, PodStatus } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { accepted } from "../../apiserver/errors.ts";
import { type Actor, isCommitOf } from "../../apiserver/log-entry.ts";
import type { UpdateOptions } from "../../apiserver/write-options.ts";
import type { NodeApi, NodeApiChange, NodeApiEvent } from "../../controller/node-api.ts";

export class ServerNodeApi implements NodeApi {
  readonly #server: ApiServer;

  constructor(server: ApiServer) {
    this.#server = server;
  }

  get instantMs(): number {
    return this.#server.storage.instantMs;
  }

  node(name: string): Node | undefined {
    return this.#server.objects.get(NODE, "", name);
  }

  nodes(): readonly Node[] {
    return [...this.#server.objects.list(NODE)].sort(byName);
  }

  pod(namespace: string, name: string): Pod | undefined {
    return this.#server.pods.pods.get(namespace, name);
  }

  pods(): readonly Pod[] {
    return [...this.#server.pods.pods].sort(byName);
  }

  podsOn(nodeName: string): readonly Pod[] {
    return [...this.#server.pods.pods].filter(({ spec }) => spec.nodeName === nodeName).sort(byName);
  }

  follow(listener: (change: NodeApiChange) => void): void {
    this.#server.storage.log.follow((entry) => {
      if (entry.kind !== "commit") return;
      if (entry.resource === "pods") {
        const { type, object, previous } = entry;
        listener({ resource: "pods", type, object, previous });
      } else if (isCommitOf(NODE, entry)) {
        const { type, object, previous } = entry;
        listener({ resource: "nodes", type, object, previous });
      }
    });
  }

  replaceNodeConditions(name: string, conditions: readonly NodeCondition[], actor: Actor): void {
    this.#change(name, (node) => ({ ...node, status: { ...node.status, conditions } }), {
      actor,
      subresource: "status",
    });
  }

  replaceTaints(name: string, taints: readonly NodeTaint[], actor: Actor): void {
    this.#change(name, (node) => ({ ...node, spec: { ...node.spec, taints } }), { actor });
  }

  setUnschedulable(name: string, unschedulable: boolean, actor: Actor): void {
    this.#change(name, (node) => ({ ...node, spec: { ...node.spec, unschedulable } }), { actor });
  }

  createNode(manifest: JsonObject, actor: Actor): void {
    const created = this.#nodes.create("", manifest, { actor });
    if (!created.ok) throw new Error(`a node of the run is rejected: ${created.error.message}`);
  }

  deleteNode(name: string, actor: Actor): void {
    this.#nodes.delete("", name, { actor });
  }

  patchPodStatus({ metadata }: Pod, change: (status: PodStatus) => PodStatus, actor: Actor): boolean {
    const stored = this.pod(metadata.namespace, metadata.name);
    if (stored === undefined || stored.metadata.uid !== metadata.uid) return false;
    const status = change(stored.status);
    if (!equalJson(status, stored.status)) this.#server.pods.replace({ ...stored, status }, stored, "patch", actor);
    return true;
  }

  deletePod(namespace: string, name: string, graceSeconds: number | undefined, actor: Actor): void {
    const stored = this.pod(namespace, name);
    const carryOut = () => {
      this.#server.pods.delete(namespace, name, graceSeconds, actor);
    };
    const how = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
    const deletion = stored && { of: POD, stored, actor, ...how, isRetried: false, carryOut };
    if (deletion === undefined || this.#server.deletionReviews?.hold(deletion) !== true) carryOut();
  }

  recordEvent({ kind, namespace, name, type, reason, message }: NodeApiEvent, actor: Actor): void {
    const { log, timeMs } = this.#server.storage;
    const { uid = "" } = (kind === "Node" ? this.node(name) : this.pod(namespace, name))?.metadata ?? {};
    const regarding = { apiVersion: "v1", kind, namespace, name, uid };
    log.append({ kind: "event", timeMs, actor, regarding, type, reason, message, count: 1 });
  }

  #change(name: string, change: (node: Node) => Node, options: UpdateOptions): void {
    const node = this.node(name);
    if (node !== undefined) this.#nodes.update("", name, () => accepted(change(node)), options);
  }

  get #nodes() {
    return this.#server.objects.of(NODE);
  }
}

function byName<T extends { readonly metadata: { readonly name: string } }>(a: T, b: T): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
