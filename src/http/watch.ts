/**
 * Watches: cursors into the log.
 *
 * A watch keeps no queue: it reads the log as fast as its client reads the answer. A client that is so slow that the
 * log has let go of what it did not read gets the error of a version that is too old, and is dropped.
 */

import type { CommitLog } from "../apiserver/log.ts";
import { headersOf } from "./answer.ts";
import type { ApiRequest } from "./context.ts";
import type { ListOptions } from "./list-options.ts";
import { PROTOBUF } from "./protobuf/envelope.ts";
import { versionNumber } from "./query.ts";
import type { Reply, Streamed } from "./reply.ts";
import type { RestResource } from "./resources/resource.ts";
import type { View } from "./resources/view.ts";
import { readSelection } from "./selection.ts";
import { expired, HttpError } from "./status.ts";
import { EventWriter, eventOf } from "./watch-events.ts";
import type { WatchHub } from "./watch-hub.ts";

/** Bytes that may wait for a slow client before its watch stops reading the log. */
const BUFFER_BYTES = 256 * 1024;
/** Bytes that are handed over at once. */
const CHUNK_BYTES = 64 * 1024;
const BOOKMARK_INTERVAL_MS = 60_000;
/** How long a watch lasts whose client does not say. */
const DEFAULT_TIMEOUT_SECONDS = 45 * 60;
const MAX_TIMEOUT_SECONDS = 24 * 3600;

/** Answers a watch. */
export function answerWatch(request: ApiRequest, options: ListOptions, hub: WatchHub): Reply {
  const watch = new Watch(request, options, hub);
  const headers = headersOf(request.form, request.warnings);
  if (request.form.format === "protobuf") headers.set("Content-Type", `${PROTOBUF};stream=watch`);
  return { status: 200, headers, body: watch };
}

/** Events that are handed over together. */
class Chunk {
  readonly #events: Uint8Array[];
  size = 0;

  constructor(events: readonly Uint8Array[] = []) {
    this.#events = [...events];
    for (const { length } of events) this.size += length;
  }

  add(event: Uint8Array): void {
    this.#events.push(event);
    this.size += event.length;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#events);
  }
}

class Watch implements Streamed {
  readonly #resource: RestResource;
  readonly #log: CommitLog;
  readonly #hub: WatchHub;
  readonly #options: ListOptions;
  readonly #matches: (view: View) => boolean;
  readonly #writer: EventWriter;
  readonly #timers: NodeJS.Timeout[] = [];
  /** Changes up to this version were seen, or lie in the future. */
  readonly #since: number;
  /** Number of the next log entry; `undefined` where the log does not reach back far enough. */
  #position: number | undefined;
  #initial: Uint8Array[];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(request: ApiRequest, options: ListOptions, hub: WatchHub) {
    const { resource, info, world } = request;
    this.#resource = resource;
    this.#log = world.server.storage.log;
    this.#hub = hub;
    this.#options = options;
    this.#matches = readSelection(resource.definition, info, options).matches;
    this.#writer = new EventWriter(request);
    const current = resource.version();
    const { since, sendsState } = startOf(options, current);
    this.#since = since;
    this.#position = resource.positionAfter(since);
    this.#initial = sendsState ? this.#stateEvents(info.namespace, current) : [];
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream(
      {
        start: (controller) => this.#start(controller),
        pull: () => this.pump(),
        cancel: () => this.#stop(),
      },
      { highWaterMark: BUFFER_BYTES, size: (chunk) => chunk.byteLength },
    );
  }

  /** Hands over what the log has that the client did not get yet, as far as it keeps up. */
  readonly pump = (): void => {
    let chunk = new Chunk(this.#initial);
    this.#initial = [];
    while (this.#hasRoom(chunk.size)) {
      if (this.#position === undefined || this.#position < this.#log.dropped) {
        chunk.add(this.#writer.error(this.#tooOld().toStatus()));
        this.#end(chunk);
        return;
      }
      const entry = this.#log.entries[this.#position - this.#log.dropped];
      if (entry === undefined) break;
      const change = this.#resource.changeOf(entry, this.#position++);
      const event = change !== undefined && change.version > this.#since ? eventOf(change, this.#matches) : undefined;
      if (event === undefined) continue;
      chunk.add(this.#writer.event(event));
      if (chunk.size >= CHUNK_BYTES) {
        this.#write(chunk);
        chunk = new Chunk();
      }
    }
    this.#write(chunk);
  };

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    this.#hub.add(this.pump);
    const { timeoutSeconds = 0, allowWatchBookmarks } = this.#options;
    const seconds = timeoutSeconds > 0 ? Math.min(timeoutSeconds, MAX_TIMEOUT_SECONDS) : DEFAULT_TIMEOUT_SECONDS;
    this.#timers.push(setTimeout(() => this.#end(), seconds * 1000));
    if (allowWatchBookmarks) this.#timers.push(setInterval(() => this.#sendBookmark(), BOOKMARK_INTERVAL_MS));
    this.pump();
  }

  #hasRoom(size: number): boolean {
    return this.#controller !== undefined && (this.#controller.desiredSize ?? 0) > size;
  }

  #write(chunk: Chunk): void {
    if (chunk.size > 0) this.#controller?.enqueue(chunk.bytes());
  }

  /** Only a watch that has seen everything can say that it has. */
  #sendBookmark(): void {
    if (this.#position !== this.#log.length || !this.#hasRoom(0)) return;
    this.#write(new Chunk([this.#writer.bookmark({ resourceVersion: String(this.#resource.version()) })]));
  }

  #end(last = new Chunk()): void {
    const controller = this.#controller;
    this.#write(last);
    this.#stop();
    controller?.close();
  }

  #stop(): void {
    this.#controller = undefined;
    this.#hub.remove(this.pump);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #stateEvents(namespace: string | undefined, current: number): Uint8Array[] {
    const views = this.#resource.list(namespace).filter(this.#matches);
    const keyed = views.map((view) => ({ key: `${view.metadata.namespace}/${view.metadata.name}`, view }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
    const events = keyed.map(({ view }) => this.#writer.event({ type: "ADDED", view }));
    if (this.#options.sendInitialEvents === true && this.#options.allowWatchBookmarks) {
      const annotations = { "k8s.io/initial-events-end": "true" };
      events.push(this.#writer.bookmark({ resourceVersion: String(current), annotations }));
    }
    return events;
  }

  #tooOld(): HttpError {
    const oldest = this.#log.entries.find((entry) => entry.kind === "commit");
    const kept = oldest?.kind === "commit" ? oldest.resourceVersion : this.#resource.version();
    return expired(`too old resource version: ${this.#since} (${kept})`);
  }
}

/** After which version a watch starts, and whether it begins with the state at that version. */
function startOf({ resourceVersion, sendInitialEvents }: ListOptions, current: number) {
  const requested = requestedVersion(resourceVersion);
  const sendsState = sendInitialEvents ?? requested === 0;
  return { since: sendsState || requested === 0 ? current : requested, sendsState };
}

/** The version that a watch starts after; 0 where any state will do. */
function requestedVersion(text: string): number {
  if (text === "") return 0;
  const version = versionNumber(text);
  if (version !== undefined) return version;
  // Kubernetes' own answer, an internal error without a reason.
  const detail = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw new HttpError(500, undefined, `resourceVersion: Invalid value: ${JSON.stringify(text)}: ${detail}`);
}
