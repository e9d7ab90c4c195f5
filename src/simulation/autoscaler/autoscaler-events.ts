/** Events of the Cluster Autoscaler about pods, nodes and itself. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { NodeApi } from "../../controller/node-api.ts";
import { AUTOSCALER } from "./pool.ts";

/** The ConfigMap that its Events about itself refer to. */
const STATUS = {
  apiVersion: "v1",
  kind: "ConfigMap",
  namespace: "kube-system",
  name: "cluster-autoscaler-status",
  uid: "",
};

export class AutoscalerEvents {
  readonly #server: ApiServer;
  readonly #api: NodeApi;

  constructor(server: ApiServer, api: NodeApi) {
    this.#server = server;
    this.#api = api;
  }

  ofPod(pod: { readonly namespace: string; readonly name: string }, reason: string, message: string): void {
    const { namespace, name } = pod;
    this.#api.recordEvent({ kind: "Pod", namespace, name, type: "Normal", reason, message }, AUTOSCALER);
  }

  ofNode(name: string, message: string): void {
    const event = { kind: "Node", namespace: "", name, type: "Normal", reason: "ScaleDown", message } as const;
    this.#api.recordEvent(event, AUTOSCALER);
  }

  ofItself(reason: string, message: string): void {
    const { log, timeMs } = this.#server.storage;
    log.append({
      kind: "event",
      timeMs,
      actor: AUTOSCALER,
      regarding: STATUS,
      type: "Normal",
      reason,
      message,
      count: 1,
    });
  }
}
