/**
 * Kubernetes Events about pods, from binding to end. Nothing in a cluster acts on them, so they are only recorded on
 * request, and then as client-go does: repeated Events are counted, and Events over the rate limit are dropped.
 */

import type { Pod } from "../api/types.ts";
import { type EventBudget, EventCorrelator } from "../apiserver/event-correlator.ts";
import type { Storage } from "../apiserver/storage.ts";
import { containerEvent, imagePresent, killing } from "./event-texts.ts";
import { namedText } from "./lives/named.ts";
import type { PodEvent } from "./machine.ts";
import { planPod } from "./plan/pod-plan.ts";
import type { Rejection } from "./rejection.ts";
import type { KubeletSwitches } from "./switches.ts";

const SCHEDULER = "default-scheduler";

export class PodEvents {
  readonly #storage: Storage;
  readonly #correlator: EventCorrelator;

  constructor(storage: Storage, budget: EventBudget) {
    this.#storage = storage;
    this.#correlator = new EventCorrelator(budget);
  }

  /** The pod was bound to its node. */
  bound({ spec, metadata }: Pod, nodeName: string): void {
    const scheduler = typeof spec.schedulerName === "string" ? spec.schedulerName : SCHEDULER;
    const message = `Successfully assigned ${metadata.namespace}/${metadata.name} to ${nodeName}`;
    this.#post({ metadata }, { type: "Normal", reason: "Scheduled", message }, scheduler, undefined);
  }

  /** Records an Event by the kubelet of the pod's node. */
  record(pod: Pod, event: PodEvent): void {
    this.#post(pod, { ...event, message: namedText(event.message, pod) }, "kubelet", pod.spec.nodeName);
  }

  /** The kubelet rejects the pod. */
  rejected(pod: Pod, { reason, message }: Rejection): void {
    this.record(pod, { type: "Warning", reason, message });
  }

  /** A pod of one container starts. */
  plainStarts(pod: Pod, switches: KubeletSwitches): void {
    const [main] = planPod(pod.spec).mains;
    if (main === undefined) return;
    for (const event of imagePresent(main, switches)) this.record(pod, event);
    this.record(pod, containerEvent("Created", main, switches));
    this.record(pod, containerEvent("Started", main, switches));
  }

  /** A pod of one container gets SIGTERM. */
  plainStops(pod: Pod): void {
    const [main] = planPod(pod.spec).mains;
    const isRunning = pod.status.containerStatuses?.[0]?.state?.running !== undefined;
    if (main !== undefined && isRunning) this.record(pod, killing(main));
  }

  /** The kubelet is finished with the pod. */
  forget({ metadata: { uid } }: Pod): void {
    this.#correlator.forget(uid);
  }

  #post(
    { metadata: { namespace, name, uid } }: Pick<Pod, "metadata">,
    { type, reason, message: text, fieldPath, probe }: PodEvent,
    actor: string,
    host: string | undefined,
  ): void {
    const { timeMs, log } = this.#storage;
    const posted = this.#correlator.correlate({ objectUid: uid, type, reason, message: text, fieldPath }, timeMs);
    if (posted === undefined) return;
    const { message, count } = posted;
    const object = { apiVersion: "v1", kind: "Pod", namespace, name, uid };
    const regarding = fieldPath === undefined ? object : { ...object, fieldPath };
    const where = host === undefined ? {} : { host };
    const why = probe === undefined ? {} : { probe };
    const event = { timeMs, actor, ...where, regarding, type, reason, message, count, ...why } as const;
    log.append({ kind: "event", ...event, onDemand: true });
  }
}
