/**
 * The taint eviction controller: deletes pods from nodes with NoExecute taints, at once or when their toleration ends.
 *
 * A deadline never moves once it is set. It is cancelled when all taints are gone, one is not tolerated at all, all are
 * tolerated forever, or the pod is gone.
 */

import { type Node, type NodeTaint, type Toleration, taintsOf, tolerationsOf } from "../../api/node.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { Pod } from "../../api/types.ts";
import type { Actor } from "../../apiserver/log.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { withDisruptionTarget } from "../disruption-target.ts";
import type { NodeApi, NodeApiChange } from "../node-api.ts";
import { TimedDeletions } from "./timed-deletions.ts";
import { stayOf } from "./tolerations.ts";

export const TAINT_EVICTION: Actor = "taint-eviction-controller";

/** How often a deletion is tried, and the delay between tries (`retries` in deletePodHandler). */
const TRIES = 5;
const RETRY_MS = 10;

const CAUSE = {
  reason: "DeletionByTaintManager",
  message: "Taint manager: deleting due to NoExecute taint",
} as const;

export class TaintEvictionController {
  readonly #loop: EventLoop;
  readonly #api: NodeApi;
  readonly #deletions: TimedDeletions;
  readonly #admitted: (tolerations: readonly Toleration[]) => readonly Toleration[];
  /** NoExecute taints by node, for nodes that have any. */
  readonly #tainted = new Map<string, readonly NodeTaint[]>();
  #stopped = false;

  /** @param admitted adds the tolerations that admission would add; by default the spec already has them */
  constructor(
    loop: EventLoop,
    api: NodeApi,
    admitted: (tolerations: readonly Toleration[]) => readonly Toleration[] = (tolerations) => tolerations,
  ) {
    this.#admitted = admitted;
    this.#loop = loop;
    this.#api = api;
    this.#deletions = new TimedDeletions(loop, (key, done) => this.#evict(key, done));
  }

  start(): void {
    for (const node of this.#api.nodes()) if (noExecuteTaints(node).length > 0) this.#planNode(node.metadata.name);
    this.#api.follow((change) => this.#follow(change));
  }

  stop(): void {
    this.#stopped = true;
    this.#deletions.stop();
  }

  #follow(change: NodeApiChange): void {
    if (this.#stopped) return;
    if (change.resource === "nodes") {
      const { object, previous, type } = change;
      if (type !== "MODIFIED" || !isSameList(noExecuteTaints(object), noExecuteTaints(previous))) {
        this.#planNode(object.metadata.name);
      }
      return;
    }
    const { object, previous, type } = change;
    const { nodeName = "" } = object.spec;
    const { namespace, name } = object.metadata;
    if (type === "DELETED") this.#soon(() => this.#handlePod(namespace, name));
    else if (nodeName !== "" && previous?.spec.nodeName !== nodeName)
      this.#soon(() => this.#handlePod(namespace, name));
  }

  #planNode(name: string): void {
    this.#soon(() => this.#handleNode(name));
  }

  /** Handles a change in a separate event, after the change is over, as the workers of a real controller do. */
  #soon(action: () => void): void {
    this.#loop.schedule(this.#loop.nowMs, Phase.control, () => {
      if (!this.#stopped) action();
    });
  }

  /** `handleNodeUpdate`: pending deletions survive the node, and are cancelled only by a node without taints. */
  #handleNode(name: string): void {
    const node = this.#api.node(name);
    const taints = node === undefined ? [] : noExecuteTaints(node);
    if (taints.length === 0) this.#tainted.delete(name);
    else this.#tainted.set(name, taints);
    if (node === undefined) return;
    for (const pod of this.#api.podsOn(name)) {
      if (taints.length === 0) this.#cancel(keyOf(pod));
      else this.#judge(pod, taints);
    }
  }

  /** `handlePodUpdate`. */
  #handlePod(namespace: string, name: string): void {
    const pod = this.#api.pod(namespace, name);
    if (pod === undefined) {
      this.#cancel(`${namespace}/${name}`);
      return;
    }
    const taints = this.#tainted.get(pod.spec.nodeName ?? "");
    if (taints !== undefined) this.#judge(pod, taints);
  }

  /** `processPodOnNode`. */
  #judge(pod: Pod, taints: readonly NodeTaint[]): void {
    const key = keyOf(pod);
    const stay = stayOf(taints, this.#admitted(tolerationsOf(pod.spec)));
    if (stay === "forever") {
      this.#cancel(key);
      return;
    }
    if (stay === "intolerable") {
      this.#cancel(key);
      this.#deletions.add(key, 0);
      return;
    }
    const plannedMs = this.#deletions.plannedMs(key);
    if (plannedMs !== undefined) {
      if (plannedMs < this.#loop.nowMs) return;
      this.#cancel(key);
    }
    this.#deletions.add(key, stay.forMs);
  }

  #cancel(key: string): void {
    if (this.#deletions.cancel(key)) this.#record(key, `Cancelling deletion of Pod ${key}`);
  }

  /** `deletePodHandler`. */
  #evict(key: string, done: () => void): void {
    this.#record(key, `Marking for deletion Pod ${key}`);
    this.#try(key, TRIES, done);
  }

  #try(key: string, tries: number, done: () => void): void {
    const [namespace, name] = splitKey(key);
    if (this.#delete(namespace, name)) done();
    else if (tries === 1) this.#loop.schedule(this.#loop.nowMs + RETRY_MS, Phase.control, done);
    else this.#loop.schedule(this.#loop.nowMs + RETRY_MS, Phase.control, () => this.#try(key, tries - 1, done));
  }

  /** `addConditionAndDeletePod`. */
  #delete(namespace: string, name: string): boolean {
    const pod = this.#api.pod(namespace, name);
    if (pod === undefined) return false;
    const at = formatTimestamp(this.#api.instantMs);
    this.#api.patchPodStatus(pod, (status) => withDisruptionTarget(status, CAUSE, at), TAINT_EVICTION);
    this.#api.deletePod(namespace, name, undefined, TAINT_EVICTION);
    return true;
  }

  #record(key: string, message: string): void {
    const [namespace, name] = splitKey(key);
    const about = { kind: "Pod", namespace, name } as const;
    this.#api.recordEvent({ ...about, type: "Normal", reason: "TaintManagerEviction", message }, TAINT_EVICTION);
  }
}

function noExecuteTaints(node: Node | undefined): readonly NodeTaint[] {
  return node === undefined ? [] : taintsOf(node).filter(({ effect }) => effect === "NoExecute");
}

function isSameList(a: readonly NodeTaint[], b: readonly NodeTaint[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, value, timeAdded }, i) => {
      const other = b[i];
      return key === other?.key && value === other.value && timeAdded === other.timeAdded;
    })
  );
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function splitKey(key: string): [namespace: string, name: string] {
  const separator = key.indexOf("/");
  return [key.slice(0, separator), key.slice(separator + 1)];
}
