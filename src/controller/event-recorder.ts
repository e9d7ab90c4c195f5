/** Posts Kubernetes Events about objects as client-go's recorder does: repetitions are counted, a flood is dropped. */

import type { KubeObject } from "../api/types.ts";
import { type EventBudget, EventCorrelator, type PostedEvent } from "../apiserver/event-correlator.ts";
import type { Actor, InvolvedObject } from "../apiserver/log.ts";
import type { Storage } from "../apiserver/storage.ts";
import type { Client } from "./process.ts";

export type EventType = "Normal" | "Warning";

export class EventRecorder {
  readonly #storage: Storage;
  readonly #client: Client;
  readonly #actor: Actor;
  readonly #correlator: EventCorrelator;
  /** Consecutive Events are mostly about one object and share the reference to it. */
  #regarding: InvolvedObject | undefined;
  #stopped = false;

  /**
   * @param client posts the Events; under a rate limit they wait for their turn
   * @param actor the reporting controller
   */
  constructor(storage: Storage, client: Client, actor: Actor, budget?: EventBudget) {
    this.#storage = storage;
    this.#client = client;
    this.#actor = actor;
    this.#correlator = new EventCorrelator(budget);
  }

  /** Posts an Event now, or under a rate limit when its turn comes; it is only correlated then. */
  event(regarding: KubeObject, type: EventType, reason: string, message: string): void {
    if (this.#stopped) return;
    if (this.#client.isLimited) this.#postInTurn(regarding, type, reason, message);
    else this.#append(regarding, type, reason, this.#correlate(regarding, type, reason, message));
  }

  /** Stops posting: when a process stops, its syncs may still finish, but its Events are not sent. */
  stop(): void {
    this.#stopped = true;
  }

  #postInTurn(regarding: KubeObject, type: EventType, reason: string, message: string): void {
    this.#client.postEvent(() => {
      const posted = this.#correlate(regarding, type, reason, message);
      return posted && (() => this.#append(regarding, type, reason, posted));
    });
  }

  #correlate({ metadata }: KubeObject, type: EventType, reason: string, message: string): PostedEvent | undefined {
    return this.#correlator.correlate({ objectUid: metadata.uid, type, reason, message }, this.#storage.timeMs);
  }

  /** @param posted nothing if the Event is dropped */
  #append(about: KubeObject, type: EventType, reason: string, posted: PostedEvent | undefined): void {
    if (posted === undefined) return;
    const { timeMs, log } = this.#storage;
    const actor = this.#actor;
    const regarding = this.#referenceTo(about);
    const { message, count } = posted;
    log.append({ kind: "event", timeMs, actor, regarding, type, reason, message, count });
  }

  #referenceTo({ apiVersion, kind, metadata: { namespace, name, uid } }: KubeObject): InvolvedObject {
    if (this.#regarding?.uid !== uid) this.#regarding = { apiVersion, kind, namespace, name, uid };
    return this.#regarding;
  }
}
