/** The state of a watch: a position in the log, and the events after it. */

import type { CommitLog, LogEntry } from "../apiserver/log.ts";
import { headersOf } from "./answer.ts";
import type { EncodedEvent } from "./chunk.ts";
import type { ApiRequest } from "./context.ts";
import type { ListOptions } from "./list-options.ts";
import { readVersion } from "./past.ts";
import { PROTOBUF } from "./protobuf/envelope.ts";
import { versionNumber } from "./query.ts";
import type { ReplyHeaders } from "./reply.ts";
import type { RestResource } from "./resources/resource.ts";
import { firstSelected } from "./selected.ts";
import { readSelection, type Selection, type Subject } from "./selection.ts";
import { expired, HttpError } from "./status.ts";
import { EventWriter, eventOf } from "./watch-events.ts";

/** Time between bookmarks. */
export const BOOKMARK_INTERVAL_MS = 60_000;
/** Duration of a watch without a timeout. */
const DEFAULT_TIMEOUT_SECONDS = 45 * 60;
const MAX_TIMEOUT_SECONDS = 24 * 3600;

/** The duration of a watch in milliseconds. */
export function lifetimeMs({ timeoutSeconds = 0 }: ListOptions): number {
  const seconds = timeoutSeconds > 0 ? Math.min(timeoutSeconds, MAX_TIMEOUT_SECONDS) : DEFAULT_TIMEOUT_SECONDS;
  return seconds * 1000;
}

/** The headers of the answer to a watch. */
export function watchHeaders({ form, warnings }: ApiRequest): ReplyHeaders {
  const headers = headersOf(form, warnings);
  return form.format === "protobuf" ? { ...headers, "Content-Type": `${PROTOBUF};stream=watch` } : headers;
}

/** What a watch is about. */
export interface WatchedSubject extends Subject {
  readonly resource: RestResource;
}

/** Reads the log for all watches that show the same. */
export interface SharedReader {
  readonly subject: WatchedSubject;
  /** The same for readers that show the same of their subject's resource. */
  readonly key: string;
  /** The encoded event that an entry makes; `undefined` if it makes none. */
  read(entry: LogEntry, number: number): EncodedEvent | undefined;
}

export class WatchCursor {
  readonly #resource: RestResource;
  readonly #log: CommitLog;
  readonly #options: ListOptions;
  readonly #selection: Selection;
  readonly #writer: EventWriter;
  /** Changes up to this version were already seen. */
  readonly #since: number;
  /** Number of the next log entry; `undefined` if the log does not reach back that far. */
  #position: number | undefined;
  #initial: EncodedEvent[];
  readonly #sharedKey: string | undefined;

  constructor(request: ApiRequest, options: ListOptions) {
    const { resource, info, world } = request;
    this.#resource = resource;
    this.#log = world.server.storage.log;
    this.#options = options;
    this.#selection = readSelection(resource.definition, info, options);
    this.#writer = new EventWriter(request);
    this.#sharedKey = sharedKeyOf(request, options);
    const { since, sendsState } = startOf(request, options);
    this.#since = since;
    this.#position = resource.positionAfter(since);
    this.#initial = sendsState ? this.#stateEvents(request, since) : [];
  }

  /** Whether the log has dropped entries that this watch has not seen. */
  get isExpired(): boolean {
    return this.#position === undefined || this.#position < this.#log.dropped;
  }

  /** Whether all entries were seen. */
  get isAtEnd(): boolean {
    return this.#position === this.#log.length;
  }

  /** Number of the next entry to be read; `undefined` if the log does not reach back that far. */
  get position(): number | undefined {
    return this.#position;
  }

  /** What it shows changes of. */
  get subject(): WatchedSubject {
    return { resource: this.#resource, ...this.#selection.subject };
  }

  /** What others can read in its place; `undefined` while it shows what only its client sees. */
  get shared(): SharedReader | undefined {
    const key = this.#sharedKey;
    if (key === undefined || this.#since > this.#resource.version()) return undefined;
    const { subject } = this;
    const read = (entry: LogEntry, number: number) => {
      const change = this.#resource.changeOf(entry, number);
      const event = change === undefined ? undefined : eventOf(change, this.#selection.matches);
      return event === undefined ? undefined : this.#writer.event(event);
    };
    return { subject, key, read };
  }

  /** Goes on from an entry, up to which others have read for it. */
  resumeAt(number: number): void {
    this.#position = number;
  }

  /**
   * Passes over entries that are about something else.
   *
   * @param number of the next entry to be read
   */
  passTo(number: number): void {
    if (this.#position !== undefined && number > this.#position) this.#position = number;
  }

  /** The events of the state that the watch begins with, once. */
  takeInitial(): readonly EncodedEvent[] {
    const initial = this.#initial;
    this.#initial = [];
    return initial;
  }

  /**
   * Returns the next event; `undefined` if there is none yet.
   *
   * @param isDue whether a commit is visible yet; later ones wait for it
   */
  next(isDue: (entry: LogEntry) => boolean = () => true): EncodedEvent | undefined {
    for (;;) {
      const entry = this.#position === undefined ? undefined : this.#log.entries[this.#position - this.#log.dropped];
      if (this.#position === undefined || entry === undefined) return undefined;
      const change = this.#resource.changeOf(entry, this.#position);
      const event =
        change !== undefined && change.version > this.#since ? eventOf(change, this.#selection.matches) : undefined;
      if (event !== undefined && !isDue(entry)) return undefined;
      this.#position++;
      if (event !== undefined) return this.#writer.event(event);
    }
  }

  /** The error event for an expired version. */
  expiredEvent(): EncodedEvent {
    const oldest = this.#log.entries.find((entry) => entry.kind === "commit");
    const kept = oldest?.kind === "commit" ? oldest.resourceVersion : this.#resource.version();
    return this.#writer.error(expired(`too old resource version: ${this.#since} (${kept})`).toStatus());
  }

  /** A bookmark, which says that everything so far was seen. */
  bookmark(): EncodedEvent {
    return this.#writer.bookmark({ resourceVersion: String(this.#resource.version()) });
  }

  #stateEvents(request: ApiRequest, version: number): EncodedEvent[] {
    const { views } = firstSelected(request, version, this.#selection, { start: "", limit: 0 });
    const events = views.map((view) => this.#writer.event({ type: "ADDED", view }));
    if (this.#options.sendInitialEvents === true && this.#options.allowWatchBookmarks) {
      const annotations = { "k8s.io/initial-events-end": "true" };
      events.push(this.#writer.bookmark({ resourceVersion: String(version), annotations }));
    }
    return events;
  }
}

/** What two watches of a resource have in common if they show the same; rows of tables depend on the watch. */
function sharedKeyOf({ form, info }: ApiRequest, options: ListOptions): string | undefined {
  if (form.as !== undefined) return undefined;
  const { labelSelector, fieldSelector } = options;
  return JSON.stringify([form.format, info.namespace, info.name, labelSelector, fieldSelector]);
}

/** The version after which a watch starts, and whether it starts with the state at that version. */
function startOf(request: ApiRequest, { resourceVersion, sendInitialEvents }: ListOptions) {
  const requested = requestedVersion(resourceVersion);
  const sendsState = sendInitialEvents ?? requested === 0;
  const current = request.resource.version();
  if (!sendsState) return { since: requested === 0 ? current : requested, sendsState };
  return { since: requested > current ? current : readVersion(request, { resourceVersion }), sendsState };
}

/** The version after which a watch starts; 0 for any. */
function requestedVersion(text: string): number {
  if (text === "") return 0;
  const version = versionNumber(text);
  if (version !== undefined) return version;
  // Kubernetes also answers an internal error without a reason.
  const detail = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw new HttpError(500, undefined, `resourceVersion: Invalid value: ${JSON.stringify(text)}: ${detail}`);
}
