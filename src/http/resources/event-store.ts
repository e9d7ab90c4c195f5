/** Events about Jobs as API objects, from the entries of the log. */

import { formatTimestamp } from "../../api/timestamp.ts";
import type { ObjectMeta } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { EventEntry } from "../../apiserver/log.ts";

/** Events beyond which the oldest are forgotten, as a cluster forgets them after an hour. */
const MAX_EVENTS = 5_000;

/** An Event, version v1. */
export interface KubeEvent {
  readonly metadata: ObjectMeta;
  readonly job: { readonly name: string; readonly uid: string };
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly count: number;
}

export interface EventChange {
  readonly event: KubeEvent;
  readonly previous: KubeEvent | undefined;
}

/** Keeps what was observed; what repeats is one Event with a count. Versions are numbers of log entries. */
export class EventStore {
  readonly #server: ApiServer;
  readonly #events = new Map<string, KubeEvent>();
  readonly #changes = new WeakMap<EventEntry, EventChange>();

  constructor(server: ApiServer) {
    this.#server = server;
    server.storage.log.follow((entry) => {
      if (entry.kind === "event") this.#observe(entry);
    });
  }

  get(namespace: string, name: string): KubeEvent | undefined {
    return this.list(namespace).find(({ metadata }) => metadata.name === name);
  }

  list(namespace: string | undefined): KubeEvent[] {
    const events = [...this.#events.values()];
    return namespace === undefined ? events : events.filter(({ metadata }) => metadata.namespace === namespace);
  }

  changeOf(entry: EventEntry): EventChange | undefined {
    return this.#changes.get(entry);
  }

  #observe(entry: EventEntry): void {
    const { regarding, reason, message, type, actor, count, timeMs } = entry;
    const { namespace, name: jobName, uid } = regarding;
    if (regarding.kind !== "Job") return;
    const { storage } = this.#server;
    const key = [namespace, jobName, uid, type, reason, message].join("\n");
    const previous = this.#events.get(key);
    const number = storage.log.length;
    const at = formatTimestamp(storage.instantMs - storage.timeMs + timeMs);
    const first = previous?.metadata ?? newMetadata(namespace, jobName, number, at);
    const event: KubeEvent = {
      metadata: { ...first, resourceVersion: String(number) },
      job: { name: jobName, uid },
      type,
      reason,
      message,
      component: actor,
      firstTimestamp: previous?.firstTimestamp ?? at,
      lastTimestamp: at,
      count: previous === undefined ? count : Math.max(count, previous.count + 1),
    };
    this.#events.set(key, event);
    this.#changes.set(entry, { event, previous });
    const [oldest] = this.#events.keys();
    if (this.#events.size > MAX_EVENTS && oldest !== undefined) this.#events.delete(oldest);
  }
}

function newMetadata(namespace: string, jobName: string, number: number, at: string): ObjectMeta {
  const digits = number.toString(16);
  return {
    name: `${jobName}.${digits.padStart(16, "0")}`,
    namespace,
    uid: `00000000-0000-4000-9000-${digits.padStart(12, "0")}`,
    resourceVersion: String(number),
    creationTimestamp: at,
  };
}
